//! The permission table: one pure function from facts and an action to a verdict. The server
//! enforces it inside the transaction; the interface asks it which controls to show.

mod people;

use crate::channel::{ChannelKind, ChannelRole};
use crate::fault::{Fault, FaultCode};
use crate::limits::OWN_MESSAGE_WINDOW_MS;
use crate::user::{AccountRole, CourseRole};

pub use self::people::{PersonAction, PersonFacts};

/// What somebody wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Make a course. Names no place: whether one may is no secret.
    CreateCourse,
    /// See that the course exists, its public channels and its people.
    SeeCourse,
    /// Change the course's title, term and rules.
    ChangeCourse,
    /// Enrol people, change what they are, and remove them; see [`Facts::decide_on`].
    ManagePeople,
    /// Make a public or announcement channel.
    CreateChannel,
    /// Read a channel's messages and follow its events.
    ReadChannel,
    /// Post a message.
    PostMessage,
    /// Replace the words of a message of one's own.
    EditOwnMessage,
    /// Delete a message of one's own.
    DeleteOwnMessage,
    /// Read the words that a message had before it was edited.
    SeeVersions,
    /// React to a message, and take that back.
    React,
    /// Pin a message, and take that back.
    Pin,
    /// Rename and describe a channel.
    ChangeChannel,
    /// Make a channel read-only, or undo that.
    ArchiveChannel,
    /// Make a private channel.
    CreateGroup,
    /// Make a public channel private, or a private one public.
    ChangeKind,
    /// See who is a member of a channel.
    SeeMembers,
    /// Make somebody a member.
    InviteMember,
    /// Give roles to members, change them, and remove members.
    ManageMembers,
    /// Join a group without having been invited.
    JoinChannel,
    /// End one's own membership.
    LeaveChannel,
    /// Deactivate and reactivate accounts, change their roles, reset their passwords.
    ManageAccounts,
}

impl Action {
    /// Every action, in declaration order.
    pub const ALL: &'static [Self] = &[
        Self::CreateCourse,
        Self::SeeCourse,
        Self::ChangeCourse,
        Self::ManagePeople,
        Self::CreateChannel,
        Self::ReadChannel,
        Self::PostMessage,
        Self::EditOwnMessage,
        Self::DeleteOwnMessage,
        Self::SeeVersions,
        Self::React,
        Self::Pin,
        Self::ChangeChannel,
        Self::ArchiveChannel,
        Self::CreateGroup,
        Self::ChangeKind,
        Self::SeeMembers,
        Self::InviteMember,
        Self::ManageMembers,
        Self::JoinChannel,
        Self::LeaveChannel,
        Self::ManageAccounts,
    ];
}

/// What decides. Facts about a channel or message are absent where the action has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The actor's account role.
    pub account: AccountRole,
    /// The actor's role in the course; absent if not enrolled.
    pub course: Option<CourseRole>,
    /// Whether students may make groups in the course; it matters for that alone.
    pub students_create_groups: bool,
    /// The channel.
    pub channel: Option<ChannelFacts>,
    /// The message.
    pub message: Option<MessageFacts>,
}

/// Facts about a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChannelFacts {
    /// Who it is for.
    pub kind: ChannelKind,
    /// Whether it is read-only.
    pub is_archived: bool,
    /// The actor's role in it, if a member.
    pub role: Option<ChannelRole>,
}

/// Facts about a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MessageFacts {
    /// Whether the actor wrote it.
    pub is_own: bool,
    /// Its age.
    pub age_ms: i64,
}

/// Why something is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The actor may not know of the thing.
    NotFound,
    /// The actor knows of it and may not do this.
    Forbidden,
    /// The place is read-only.
    Frozen,
    /// The time for doing this to one's own message is over.
    WindowClosed,
    /// Staff must open an oversight session first.
    OversightRequired,
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotFound => Self::not_found(),
            Refusal::Forbidden => Self::new(FaultCode::Forbidden, "You may not do this here."),
            Refusal::Frozen => Self::new(FaultCode::Frozen, "This channel is archived."),
            Refusal::WindowClosed => Self::new(
                FaultCode::Forbidden,
                "Messages can be changed by their author for 15 minutes.",
            ),
            Refusal::OversightRequired => Self::new(
                FaultCode::OversightRequired,
                "Open an oversight session to read a group you have not joined.",
            ),
        }
    }
}

impl Facts {
    /// Whether the actor is course staff: an admin, an instructor or an assistant.
    pub fn is_course_staff(&self) -> bool {
        self.account == AccountRole::Admin
            || matches!(self.course, Some(CourseRole::Instructor | CourseRole::Assistant))
    }

    /// Decides. A refusal never tells an outsider more than that the thing is not found.
    pub fn decide(&self, action: Action) -> Result<(), Refusal> {
        match action {
            Action::CreateCourse => staff_only(self.account == AccountRole::Admin),
            Action::SeeCourse => self.see_course(),
            Action::ChangeCourse | Action::ManagePeople => {
                self.see_course().and_then(|()| staff_only(self.runs_course()))
            }
            Action::CreateChannel => {
                self.see_course().and_then(|()| staff_only(self.is_course_staff()))
            }
            Action::ReadChannel => self.can_see().map(|_| ()),
            Action::PostMessage => self.post(),
            Action::EditOwnMessage => self.post().and_then(|()| self.change_own()),
            Action::DeleteOwnMessage => self.change_own(),
            Action::SeeVersions => self.see_versions(),
            Action::React => self.react().map(|_| ()),
            Action::Pin => self.pin(),
            Action::ChangeChannel => self.manage().and_then(unfrozen),
            Action::ArchiveChannel => self.manage().map(|_| ()),
            Action::CreateGroup => self.create_group(),
            Action::ChangeKind => self.change_kind(),
            Action::SeeMembers => self.know_of().map(|_| ()),
            Action::InviteMember => self.invite(),
            Action::ManageMembers => self.manage_members(),
            Action::JoinChannel => self.join(),
            Action::LeaveChannel => self.leave(),
            Action::ManageAccounts if self.account == AccountRole::Admin => Ok(()),
            Action::ManageAccounts => Err(Refusal::NotFound),
        }
    }

    /// Returns the channel's facts if the actor may read it: the one `can_see` of every path.
    pub fn can_see(&self) -> Result<ChannelFacts, Refusal> {
        let channel = self.channel.ok_or(Refusal::NotFound)?;
        if channel.kind != ChannelKind::Direct {
            // A membership that outlived its enrollment opens nothing.
            self.see_course()?;
        }
        match channel.kind {
            _ if channel.role.is_some() => Ok(channel),
            ChannelKind::Public | ChannelKind::Announcement if !self.is_guest() => Ok(channel),
            ChannelKind::Private if self.is_course_staff() => Err(Refusal::OversightRequired),
            _ => Err(Refusal::NotFound),
        }
    }

    /// Returns the channel's facts if the actor may know that it exists and who is in it: whoever
    /// may read it, and of a group also the course staff who have not joined it.
    fn know_of(&self) -> Result<ChannelFacts, Refusal> {
        match (self.can_see(), self.channel) {
            (Err(Refusal::OversightRequired), Some(channel)) => Ok(channel),
            (seen, _) => seen,
        }
    }

    fn is_guest(&self) -> bool {
        self.course == Some(CourseRole::Guest) || self.account == AccountRole::Guest
    }

    /// Whether the actor is an admin or an instructor of the course.
    fn runs_course(&self) -> bool {
        self.account == AccountRole::Admin || self.course == Some(CourseRole::Instructor)
    }

    fn see_course(&self) -> Result<(), Refusal> {
        let is_admin = self.account == AccountRole::Admin;
        if is_admin || self.course.is_some() { Ok(()) } else { Err(Refusal::NotFound) }
    }

    fn post(&self) -> Result<(), Refusal> {
        let channel = self.can_see()?;
        unfrozen(channel)?;
        match (channel.kind, channel.role) {
            (_, Some(ChannelRole::Readonly)) => Err(Refusal::Forbidden),
            (ChannelKind::Announcement, role) => {
                staff_only(self.is_course_staff() || moderates(role))
            }
            _ => Ok(()),
        }
    }

    /// What an author may do to a message of their own, and for how long. New words are also a
    /// post: whoever may no longer post does not edit.
    fn change_own(&self) -> Result<(), Refusal> {
        let channel = self.can_see()?;
        let message = self.message.filter(|message| message.is_own).ok_or(Refusal::Forbidden)?;
        unfrozen(channel)?;
        if channel.role == Some(ChannelRole::Readonly) {
            return Err(Refusal::Forbidden);
        }
        if message.age_ms > OWN_MESSAGE_WINDOW_MS && !self.is_course_staff() {
            return Err(Refusal::WindowClosed);
        }
        Ok(())
    }

    fn see_versions(&self) -> Result<(), Refusal> {
        self.can_see()?;
        let is_own = self.message.is_some_and(|message| message.is_own);
        staff_only(is_own || self.is_course_staff())
    }

    /// Everybody but who may only read, also where students do not post.
    fn react(&self) -> Result<ChannelFacts, Refusal> {
        let channel = self.can_see()?;
        unfrozen(channel)?;
        staff_only(channel.role != Some(ChannelRole::Readonly)).map(|()| channel)
    }

    /// In a direct channel there are no moderators: whoever may react pins.
    fn pin(&self) -> Result<(), Refusal> {
        let channel = self.react()?;
        let is_direct = channel.kind == ChannelKind::Direct;
        staff_only(is_direct || self.is_course_staff() || moderates(channel.role))
    }

    fn manage(&self) -> Result<ChannelFacts, Refusal> {
        let channel = self.can_see()?;
        staff_only(self.is_course_staff() || owns(channel.role)).map(|()| channel)
    }

    fn create_group(&self) -> Result<(), Refusal> {
        self.see_course()?;
        let may_student = self.students_create_groups && !self.is_guest();
        staff_only(self.is_course_staff() || may_student)
    }

    fn change_kind(&self) -> Result<(), Refusal> {
        let channel = self.manage()?;
        let is_convertible = matches!(channel.kind, ChannelKind::Public | ChannelKind::Private);
        staff_only(is_convertible).and_then(|()| unfrozen(channel))
    }

    fn invite(&self) -> Result<(), Refusal> {
        let channel = self.know_of()?;
        // Where everyone may read, adding somebody is nothing but giving them a role.
        let is_host = match channel.kind {
            ChannelKind::Private => moderates(channel.role),
            _ => owns(channel.role),
        };
        staff_only(self.is_course_staff() || is_host).and_then(|()| not_direct(channel))
    }

    fn manage_members(&self) -> Result<(), Refusal> {
        let channel = self.know_of()?;
        staff_only(self.is_course_staff() || owns(channel.role)).and_then(|()| not_direct(channel))
    }

    fn join(&self) -> Result<(), Refusal> {
        let channel = self.know_of()?;
        staff_only(channel.kind == ChannelKind::Private && self.is_course_staff())
    }

    /// Only a group can be left: elsewhere a membership may be what keeps somebody from posting.
    fn leave(&self) -> Result<(), Refusal> {
        let channel = self.can_see()?;
        staff_only(channel.kind == ChannelKind::Private)
    }
}

fn moderates(role: Option<ChannelRole>) -> bool {
    matches!(role, Some(ChannelRole::Owner | ChannelRole::Moderator))
}

fn owns(role: Option<ChannelRole>) -> bool {
    role == Some(ChannelRole::Owner)
}

/// Who is in a direct channel never changes.
fn not_direct(channel: ChannelFacts) -> Result<(), Refusal> {
    staff_only(channel.kind != ChannelKind::Direct)
}

fn staff_only(is_staff: bool) -> Result<(), Refusal> {
    if is_staff { Ok(()) } else { Err(Refusal::Forbidden) }
}

fn unfrozen(channel: ChannelFacts) -> Result<(), Refusal> {
    if channel.is_archived { Err(Refusal::Frozen) } else { Ok(()) }
}
