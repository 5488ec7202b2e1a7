//! Making courses, and who is in them.

use protocol::channel::ChannelKind;
use protocol::course::Course;
use protocol::cursor::{Seq, Subject};
use protocol::event::Event;
use protocol::fault::{FaultCode, FieldCode};
use protocol::id::CourseId;
use protocol::user::{AccountRole, CourseRole};
use service::Actor;
use service::courses::{CourseChange, NewCourse};
use service::enrollments::NewEnrollment;

use crate::world::{World, fault};

fn new_course(slug: &str) -> NewCourse {
    NewCourse {
        code: "CS 214".into(),
        title: "Algorithms".into(),
        term: "Autumn 2026".into(),
        slug: slug.into(),
        is_open: false,
    }
}

fn change(title: &str) -> CourseChange {
    CourseChange {
        title: title.into(),
        term: String::new(),
        is_open: true,
        students_create_groups: false,
    }
}

/// A course with an instructor besides the admin who made it.
struct Taught {
    admin: Actor,
    instructor: Actor,
    course: Course,
}

impl Taught {
    async fn new(world: &World) -> Self {
        let (admin, instructor) = (world.admin().await, world.student("teacher").await);
        let course = world.service.courses().create(&admin, new_course("cs214")).await.unwrap();
        let taught = Self { admin, instructor, course };
        taught.enrol(world, "teacher", CourseRole::Instructor).await;
        taught
    }

    async fn enrol(&self, world: &World, login: &str, role: CourseRole) {
        let form = NewEnrollment { login: login.into(), role };
        world.service.enrollments().enrol(&self.admin, self.course.id, form).await.unwrap();
    }

    async fn member(&self, world: &World, login: &str, role: CourseRole) -> Actor {
        let actor = world.student(login).await;
        self.enrol(world, login, role).await;
        actor
    }

    async fn role(&self, world: &World, actor: &Actor) -> Option<CourseRole> {
        let people = world.service.courses().people(&self.admin, self.course.id, None).await;
        let people = people.unwrap().items;
        people.iter().find(|person| person.id == actor.user_id)?.course_role
    }
}

async fn events(world: &World, subject: Subject) -> Vec<Event> {
    let recorded = world.service.live().replay(&subject, Seq(0), 1_000).await.unwrap();
    recorded.into_iter().map(|recorded| recorded.event).collect()
}

async fn access_version(world: &World, actor: &Actor, course: CourseId) -> i64 {
    let grant = world.service.live().grant(actor, &Subject::Course(course)).await;
    grant.unwrap().access_version
}

store::both_backends! {
    async fn an_admin_makes_a_course_with_its_first_channels_and_teaches_it(world: World) {
        let admin = world.admin().await;
        let made = world.service.courses().create(&admin, new_course("CS214-2026f")).await.unwrap();
        assert_eq!((made.slug.as_str(), made.my_role), ("cs214-2026f", Some(CourseRole::Instructor)));
        let snapshot = world.service.courses().snapshot(&admin, "cs214-2026f").await.unwrap();
        assert_eq!(snapshot.course, made);
        assert_eq!(snapshot.people_total, 1);
        let channels: Vec<_> = snapshot
            .channels
            .iter()
            .map(|entry| (entry.channel.name.as_str(), entry.channel.kind))
            .collect();
        let expected = [
            ("announcements", ChannelKind::Announcement),
            ("events", ChannelKind::Public),
            ("general", ChannelKind::Public),
        ];
        assert_eq!(channels, expected);
        assert!(snapshot.channels.iter().all(|entry| !entry.channel.description.is_empty()));
        let told = events(&world, Subject::User(admin.user_id)).await;
        assert_eq!(told, [Event::CourseGranted { course: made }]);
    }

    async fn only_admins_make_courses(world: World) {
        let taught = Taught::new(&world).await;
        for actor in [taught.instructor, world.student("student").await] {
            let refused = fault(world.service.courses().create(&actor, new_course("mine")).await);
            assert_eq!(refused.code, FaultCode::Forbidden);
        }
    }

    async fn every_wrong_field_of_a_course_is_told_at_once_and_a_taken_slug_at_its_field(world: World) {
        let admin = world.admin().await;
        let courses = world.service.courses();
        let wrong = NewCourse { code: " ".into(), title: "x".repeat(101), slug: "a b".into(), ..new_course("") };
        let refused = fault(courses.create(&admin, wrong).await);
        let fields: Vec<_> =
            refused.fields.iter().map(|field| (field.field.as_str(), field.code)).collect();
        let expected = [
            ("code", FieldCode::Empty),
            ("title", FieldCode::TooLong),
            ("slug", FieldCode::BadCharacters),
        ];
        assert_eq!(fields, expected);
        let taken = fault(courses.create(&admin, new_course("Commons")).await);
        assert_eq!((taken.fields[0].field.as_str(), taken.fields[0].code), ("slug", FieldCode::Taken));
    }

    async fn a_course_lists_only_those_in_it_and_is_not_found_by_others(world: World) {
        let taught = Taught::new(&world).await;
        let stranger = world.student("stranger").await;
        let refused = fault(world.service.courses().snapshot(&stranger, "cs214").await);
        assert_eq!(refused.code, FaultCode::NotFound);
        let slugs = async |actor: &Actor| {
            let courses = world.service.courses().list(actor).await.unwrap();
            let mut slugs: Vec<_> = courses.into_iter().map(|course| course.slug).collect();
            slugs.sort();
            slugs
        };
        assert_eq!(slugs(&stranger).await, ["commons"]);
        assert_eq!(slugs(&taught.instructor).await, ["commons", "cs214"]);
        assert_eq!(slugs(&taught.admin).await, ["commons", "cs214"]);
    }

    async fn instructors_and_admins_change_a_course(world: World) {
        let taught = Taught::new(&world).await;
        let assistant = taught.member(&world, "assistant", CourseRole::Assistant).await;
        let student = taught.member(&world, "student", CourseRole::Student).await;
        let stranger = world.student("stranger").await;
        let courses = world.service.courses();
        for (actor, code) in [
            (assistant, FaultCode::Forbidden),
            (student, FaultCode::Forbidden),
            (stranger, FaultCode::NotFound),
        ] {
            let refused = fault(courses.change(&actor, taught.course.id, change("Mine")).await);
            assert_eq!(refused.code, code);
        }
        let changed = courses.change(&taught.instructor, taught.course.id, change("Graphs")).await;
        let changed = changed.unwrap();
        assert_eq!((changed.title.as_str(), changed.is_open), ("Graphs", true));
        assert!(!changed.students_create_groups);
        let seen = courses.snapshot(&student, "cs214").await.unwrap().course;
        assert_eq!(seen, Course { my_role: Some(CourseRole::Student), ..changed });
        let wrong = fault(courses.change(&taught.admin, taught.course.id, change("")).await);
        assert_eq!(wrong.fields[0].field, "title");
    }

    async fn people_are_enrolled_by_login(world: World) {
        let taught = Taught::new(&world).await;
        let student = world.student("student").await;
        let enrollments = world.service.enrollments();
        let enrol = async |login: &str, role: CourseRole| {
            let form = NewEnrollment { login: login.into(), role };
            enrollments.enrol(&taught.instructor, taught.course.id, form).await
        };
        let before = access_version(&world, &taught.admin, taught.course.id).await;
        let person = enrol(" Student ", CourseRole::Student).await.unwrap();
        assert_eq!((person.id, person.course_role), (student.user_id, Some(CourseRole::Student)));
        assert_eq!(access_version(&world, &student, taught.course.id).await, before + 1);
        let told = events(&world, Subject::User(student.user_id)).await;
        let course = Course { my_role: Some(CourseRole::Student), ..taught.course.clone() };
        assert_eq!(told, [Event::CourseGranted { course }]);

        for (login, role, field, code) in [
            ("nobody", CourseRole::Student, "login", FieldCode::Wrong),
            ("", CourseRole::Student, "login", FieldCode::Empty),
            ("student", CourseRole::Assistant, "login", FieldCode::Taken),
            ("student", CourseRole::Guest, "role", FieldCode::Wrong),
        ] {
            let refused = fault(enrol(login, role).await);
            assert_eq!((refused.fields[0].field.as_str(), refused.fields[0].code), (field, code));
        }
        assert_eq!(taught.role(&world, &student).await, Some(CourseRole::Student));
    }

    async fn assistants_and_students_do_not_manage_people(world: World) {
        let taught = Taught::new(&world).await;
        let assistant = taught.member(&world, "assistant", CourseRole::Assistant).await;
        let student = taught.member(&world, "student", CourseRole::Student).await;
        let stranger = world.student("stranger").await;
        let (enrollments, course) = (world.service.enrollments(), taught.course.id);
        for (actor, code) in [
            (assistant, FaultCode::Forbidden),
            (student, FaultCode::Forbidden),
            (stranger, FaultCode::NotFound),
        ] {
            let form = NewEnrollment { login: "stranger".into(), role: CourseRole::Student };
            let role = CourseRole::Assistant;
            let faults = [
                fault(enrollments.enrol(&actor, course, form).await.map(drop)),
                fault(enrollments.change_role(&actor, course, student.user_id, role).await.map(drop)),
                fault(enrollments.remove(&actor, course, student.user_id).await),
            ];
            assert!(faults.iter().all(|fault| fault.code == code), "{faults:?}");
        }
        assert_eq!(taught.role(&world, &student).await, Some(CourseRole::Student));
        assert_eq!(taught.role(&world, &stranger).await, None);
    }

    async fn a_role_changes_what_somebody_may_do_and_is_told_once(world: World) {
        let taught = Taught::new(&world).await;
        let student = taught.member(&world, "student", CourseRole::Student).await;
        let (enrollments, course) = (world.service.enrollments(), taught.course.id);
        let before = access_version(&world, &student, course).await;
        for _ in 0..2 {
            let role = CourseRole::Assistant;
            let changed =
                enrollments.change_role(&taught.instructor, course, student.user_id, role).await;
            assert_eq!(changed.unwrap().course_role, Some(role));
        }
        assert!(access_version(&world, &student, course).await > before);
        let told = events(&world, Subject::Course(course)).await;
        let changes = told.iter().filter(|event| matches!(event, Event::PersonChanged { .. }));
        assert_eq!(changes.count(), 1);
        let stranger = world.student("stranger").await;
        let missing = enrollments
            .change_role(&taught.admin, course, stranger.user_id, CourseRole::Student)
            .await;
        assert_eq!(fault(missing).code, FaultCode::NotFound);
    }

    async fn an_instructor_does_not_act_on_another_and_an_admin_does(world: World) {
        let taught = Taught::new(&world).await;
        let other = taught.member(&world, "other", CourseRole::Instructor).await;
        let (enrollments, course) = (world.service.enrollments(), taught.course.id);
        for person in [other.user_id, taught.admin.user_id, taught.instructor.user_id] {
            let role = CourseRole::Student;
            let demote = enrollments.change_role(&taught.instructor, course, person, role).await;
            assert_eq!(fault(demote).code, FaultCode::Forbidden);
            let remove = enrollments.remove(&taught.instructor, course, person).await;
            assert_eq!(fault(remove).code, FaultCode::Forbidden);
        }
        enrollments.remove(&taught.admin, course, other.user_id).await.unwrap();
        assert_eq!(taught.role(&world, &other).await, None);
    }

    async fn a_course_keeps_its_last_instructor(world: World) {
        let taught = Taught::new(&world).await;
        let (enrollments, course) = (world.service.enrollments(), taught.course.id);
        enrollments.leave(&taught.admin, course).await.unwrap();
        let last = taught.instructor.user_id;
        let faults = [
            fault(enrollments.remove(&taught.admin, course, last).await),
            fault(enrollments.change_role(&taught.admin, course, last, CourseRole::Student).await.map(drop)),
            fault(enrollments.leave(&taught.instructor, course).await),
        ];
        for fault in faults {
            assert_eq!((fault.code, fault.fields[0].code), (FaultCode::Conflict, FieldCode::LastInstructor));
        }
        assert_eq!(taught.role(&world, &taught.instructor).await, Some(CourseRole::Instructor));
    }

    async fn two_who_remove_each_others_last_instructor_leave_one(world: World) {
        let taught = Taught::new(&world).await;
        let other = world.person("other-admin", AccountRole::Admin).await;
        let enrollments = world.service.enrollments();
        enrollments.leave(&taught.admin, taught.course.id).await.unwrap();
        let second = taught.member(&world, "second", CourseRole::Instructor).await;
        for _ in 0..20 {
            let role = CourseRole::Student;
            let (first, second) = (taught.instructor.user_id, second.user_id);
            let (one, two) = tokio::join!(
                enrollments.change_role(&taught.admin, taught.course.id, first, role),
                enrollments.change_role(&other, taught.course.id, second, role),
            );
            assert_eq!([one.is_ok(), two.is_ok()].iter().filter(|is_done| **is_done).count(), 1);
            for person in [first, second] {
                let role = CourseRole::Instructor;
                let back = enrollments.change_role(&taught.admin, taught.course.id, person, role);
                back.await.unwrap();
            }
        }
    }

    async fn whoever_is_removed_finds_nothing_any_more(world: World) {
        let taught = Taught::new(&world).await;
        let student = taught.member(&world, "student", CourseRole::Student).await;
        let (service, course) = (&world.service, taught.course.id);
        let snapshot = service.courses().snapshot(&student, "cs214").await.unwrap();
        let channel = snapshot.channels[0].channel.id;
        let before = access_version(&world, &student, course).await;
        service.enrollments().remove(&taught.instructor, course, student.user_id).await.unwrap();
        assert_eq!(access_version(&world, &taught.admin, course).await, before + 1);
        let faults = [
            fault(service.courses().snapshot(&student, "cs214").await.map(drop)),
            fault(service.courses().people(&student, course, None).await.map(drop)),
            fault(service.channels().unread(&student, channel).await.map(drop)),
            fault(service.live().grant(&student, &Subject::Course(course)).await.map(drop)),
            fault(service.live().grant(&student, &Subject::Channel(channel)).await.map(drop)),
            fault(service.enrollments().leave(&student, course).await),
        ];
        assert!(faults.iter().all(|fault| fault.code == FaultCode::NotFound), "{faults:?}");
        let told = events(&world, Subject::User(student.user_id)).await;
        // Replay does not bring the course back to who is no longer in it.
        assert_eq!(told, [Event::Unknown, Event::CourseRevoked { course_id: course }]);
    }

    async fn open_courses_can_be_left_and_others_not(world: World) {
        let taught = Taught::new(&world).await;
        let student = taught.member(&world, "student", CourseRole::Student).await;
        let commons = world.commons(&student).await.course.id;
        let enrollments = world.service.enrollments();
        let refused = fault(enrollments.leave(&student, taught.course.id).await);
        assert_eq!(refused.code, FaultCode::Forbidden);
        enrollments.leave(&student, commons).await.unwrap();
        let home = world.service.courses().home(&student).await.unwrap();
        assert_eq!(home.course_slug, "cs214");
    }
}
