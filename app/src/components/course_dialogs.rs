//! The dialogs about courses, which stand beside the page whatever it shows.

use leptos::prelude::*;
use protocol::permission::Action;

use crate::address::{COURSE_SETTINGS, LEAVE_COURSE, NEW_COURSE};
use crate::api::refusal::use_refusal;
use crate::components::course_settings_dialog::CourseSettingsDialog;
use crate::components::leave_dialog::LeaveDialog;
use crate::components::new_course_dialog::NewCourseDialog;
use crate::components::overlay::{asks_for, leave_address};
use crate::live::use_live;
use crate::reactive::When;

/// Which dialog is open. Cheap to copy.
#[derive(Clone, Copy)]
pub struct CourseDialogs {
    /// That of a new course.
    pub new_course: RwSignal<bool>,
    /// That of the course's settings.
    pub settings: RwSignal<bool>,
    /// The question before leaving.
    pub leave: RwSignal<bool>,
}

/// Gives everything below a way to open them. The address opens them too, and a refusal, which must be seen.
pub fn provide_course_dialogs() -> CourseDialogs {
    let opened = |key, endpoint| {
        let is_open = RwSignal::new(asks_for(key) || use_refusal(endpoint).is_some());
        leave_address(key, is_open.into());
        is_open
    };
    let dialogs = CourseDialogs {
        new_course: opened(NEW_COURSE, "create_course"),
        settings: opened(COURSE_SETTINGS, "change_course"),
        leave: opened(LEAVE_COURSE, "leave_course"),
    };
    provide_context(dialogs);
    dialogs
}

impl CourseDialogs {
    /// Whether one of them is open.
    pub fn any_open(self) -> Signal<bool> {
        let Self { new_course, settings, leave } = self;
        Signal::derive(move || new_course.get() || settings.get() || leave.get())
    }
}

/// Returns the way to open them.
pub fn use_course_dialogs() -> CourseDialogs {
    expect_context()
}

/// The dialogs that the viewer may use.
#[component]
pub fn CourseDialogsRegion() -> impl IntoView {
    let live = use_live();
    let CourseDialogs { new_course, settings, leave } = use_course_dialogs();
    let may = move |action| Signal::derive(move || live.decide(action, None).is_ok());
    view! {
        <When holds=may(Action::CreateCourse)>
            <NewCourseDialog is_open=new_course />
        </When>
        <When holds=may(Action::ChangeCourse)>
            <CourseSettingsDialog is_open=settings />
        </When>
        <LeaveDialog is_open=leave />
    }
}
