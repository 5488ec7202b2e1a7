//! Courses and the people in them.

use protocol::id::{CourseId, UserId};
use protocol::user::{CourseRole, Person};
use store::courses::{self, Scope};
use store::enrollments::{self, PeopleKey};
use store::{Error, Unique};

use crate::world::{NOW, World, id, new_course};

store::both_backends! {
    async fn a_slug_belongs_to_one_course(world: World) {
        let logic = world.course("logic").await;
        let again = new_course("logic");
        let taken = world.store.write(async |tx| courses::insert(tx, &again).await).await;
        assert!(taken.unwrap_err().violates(Unique::CourseSlug));
        let found = world.store.read(async |tx| courses::find_by_slug(tx, "logic").await).await;
        let found = found.unwrap().unwrap();
        assert_eq!((found.course.id, found.course.my_role, found.course.is_open), (logic, None, false));
    }

    async fn courses_are_listed_with_ones_own_role(world: World) {
        let (logic, ethics) = (world.course("logic").await, world.course("ethics").await);
        let ada = world.enrolled("ada", ethics, CourseRole::Assistant).await;
        let list = async |scope| {
            let listed = world.store.read(async |tx| courses::list_for(tx, ada, scope, 10).await);
            let listed = listed.await.unwrap().into_iter();
            listed.map(|course| (course.id, course.my_role)).collect::<Vec<_>>()
        };
        assert_eq!(list(Scope::Enrolled).await, [(ethics, Some(CourseRole::Assistant))]);
        let everyone = [(logic, None), (ethics, Some(CourseRole::Assistant))];
        assert_eq!(list(Scope::Everyone).await, everyone);
    }

    async fn open_courses_are_listed(world: World) {
        world.course("closed").await;
        let open = store::courses::NewCourse { is_open: true, ..new_course("open") };
        world.store.write(async |tx| courses::insert(tx, &open).await).await.unwrap();
        assert_eq!(world.store.read(courses::list_open).await.unwrap(), [open.id]);
    }

    async fn the_access_version_rises_by_one(world: World) {
        let course = world.course("logic").await;
        let read = async || world.store.read(async |tx| courses::access_version(tx, course).await).await;
        let before = read().await.unwrap();
        let write = world.store.write(async |tx| {
            let raised = courses::bump_access_version(tx, course).await?;
            Ok::<_, Error>((raised, courses::access_version(tx, course).await?))
        });
        assert_eq!(write.await.unwrap(), (before + 1, before + 1));
        assert_eq!(read().await.unwrap(), before + 1);
        let other = world.course("sets").await;
        let asked = [course, other, CourseId(id())];
        let versions = world.store.read(async |tx| courses::access_versions(tx, &asked).await).await;
        let mut versions = versions.unwrap();
        versions.sort_unstable_by_key(|(_, version)| *version);
        assert_eq!(versions, [(other, before), (course, before + 1)]);
    }

    async fn people_are_enrolled_once(world: World) {
        let course = world.course("logic").await;
        let ada = world.enrolled("ada", course, CourseRole::Student).await;
        let again = world.store.write(async |tx| {
            enrollments::insert(tx, course, ada, CourseRole::Instructor, NOW).await
        });
        assert!(!again.await.unwrap());
        let seen = world.store.read(async |tx| {
            let role = enrollments::role(tx, course, ada).await?;
            let person = enrollments::person(tx, course, ada).await?;
            Ok::<_, Error>((role, person, enrollments::count(tx, course).await?))
        });
        let (role, person, count) = seen.await.unwrap();
        let ethics = world.course("ethics").await;
        let enroll = world.store.write(async |tx| {
            enrollments::insert(tx, ethics, ada, CourseRole::Guest, NOW).await
        });
        assert!(enroll.await.unwrap());
        let courses = world.store.read(async |tx| enrollments::courses_of(tx, ada).await).await;
        assert_eq!(courses.unwrap(), [course, ethics]);
        assert_eq!((role, count), (Some(CourseRole::Student), 1));
        assert_eq!(person.unwrap().course_role, Some(CourseRole::Student));
    }

    async fn people_come_by_role_and_name_page_by_page(world: World) {
        let course = world.course("logic").await;
        let mut expected = Vec::<UserId>::new();
        let roles =
            [CourseRole::Instructor, CourseRole::Assistant, CourseRole::Student, CourseRole::Guest];
        for (rank, role) in roles.into_iter().enumerate() {
            for name in ["A", "b", "ä"] {
                expected.push(world.enrolled(&format!("{name}{rank}"), course, role).await);
            }
        }
        // Two people with one name, told apart by their ids.
        let name = "The b2";
        let twin = world.enrolled("twin", course, CourseRole::Student).await;
        world.store.write(async |tx| store::users::rename(tx, twin, name).await).await.unwrap();
        expected.insert(8, twin);
        let mut people = Vec::<Person>::new();
        loop {
            let after = people.last().map(PeopleKey::after);
            let page = world.store.read(async |tx| {
                enrollments::list_people(tx, course, after, 2).await
            });
            let page = page.await.unwrap();
            if page.is_empty() {
                break;
            }
            people.extend(page);
        }
        assert_eq!(people.iter().map(|person| person.id).collect::<Vec<_>>(), expected);
    }
}
