//! The permission table is asked by every operation: an outsider gets the same answer as for what
//! does not exist, a member may not do what staff do.

use protocol::channel::ChannelKind;
use protocol::cursor::{Seq, Subject};
use protocol::fault::{FaultCode, FieldCode};
use protocol::id::{ChannelId, CourseId, MessageId};
use protocol::page::PageKey;
use protocol::user::CourseRole;
use service::channels::{ChannelChange, NewChannel};
use service::courses::CourseChange;
use service::enrollments::NewEnrollment;
use service::messages::Edit;

use crate::world::{World, fault, new_channel};

store::both_backends! {
    async fn what_does_not_exist_is_not_found_by_every_operation(world: World) {
        let student = world.student("student").await;
        let service = &world.service;
        let channel = ChannelId(world.clock.new_id());
        let message = MessageId(world.clock.new_id());
        let course = CourseId(world.clock.new_id());
        let change = ChannelChange { name: "x".into(), description: String::new() };
        let edit = Edit { message_id: message, body: "x".into(), version: 1 };
        let (title, term) = ("x".to_owned(), String::new());
        let settings = CourseChange { title, term, is_open: true, students_create_groups: true };
        let role = CourseRole::Student;
        let enrollment = NewEnrollment { login: "student".into(), role };
        let faults = [
            fault(service.courses().snapshot(&student, "nowhere").await.map(drop)),
            fault(service.courses().people(&student, course, None).await.map(drop)),
            fault(service.courses().change(&student, course, settings).await.map(drop)),
            fault(service.enrollments().enrol(&student, course, enrollment).await.map(drop)),
            fault(service.enrollments().change_role(&student, course, student.user_id, role).await.map(drop)),
            fault(service.enrollments().remove(&student, course, student.user_id).await),
            fault(service.enrollments().leave(&student, course).await),
            fault(service.channels().open(&student, "commons", "nowhere", None).await.map(drop)),
            fault(service.channels().open(&student, "commons", "general", Some(message)).await.map(drop)),
            fault(service.channels().create(&student, course, new_channel("x")).await.map(drop)),
            fault(service.channels().change(&student, channel, change).await.map(drop)),
            fault(service.channels().archive(&student, channel).await.map(drop)),
            fault(service.channels().restore(&student, channel).await.map(drop)),
            fault(service.channels().mark_read(&student, channel, Seq(1)).await.map(drop)),
            fault(service.channels().unread(&student, channel).await.map(drop)),
            fault(service.messages().post(&student, world.draft(channel, "x")).await.map(drop)),
            fault(service.messages().page(&student, channel, PageKey::Latest, 1).await.map(drop)),
            fault(service.messages().get(&student, message).await.map(drop)),
            fault(service.messages().edit(&student, edit).await.map(drop)),
            fault(service.messages().versions(&student, message).await.map(drop)),
            fault(service.messages().delete_own(&student, message).await.map(drop)),
            fault(service.live().grant(&student, &Subject::Channel(channel)).await.map(drop)),
            fault(service.live().grant(&student, &Subject::Course(course)).await.map(drop)),
        ];
        for (number, fault) in faults.iter().enumerate() {
            assert_eq!(fault.code, FaultCode::NotFound, "operation {number}");
        }
    }

    async fn students_do_not_manage_channels(world: World) {
        let student = world.student("student").await;
        let commons = world.commons(&student).await;
        let general = world.channel(&student, "general").await;
        let channels = world.service.channels();
        let change = ChannelChange { name: "mine".into(), description: String::new() };
        let faults = [
            fault(channels.create(&student, commons.course.id, new_channel("mine")).await.map(drop)),
            fault(channels.change(&student, general.id, change).await.map(drop)),
            fault(channels.archive(&student, general.id).await.map(drop)),
        ];
        assert!(faults.iter().all(|fault| fault.code == FaultCode::Forbidden));
        let news = world.channel(&student, "announcements").await;
        let refused = fault(world.service.messages().post(&student, world.draft(news.id, "news")).await);
        assert_eq!(refused.code, FaultCode::Forbidden);
    }

    async fn an_archived_channel_is_read_and_not_written(world: World) {
        let admin = world.admin().await;
        let student = world.student("student").await;
        let general = world.channel(&student, "general").await;
        let message = world.post(&student, general.id, "before").await;
        world.service.channels().archive(&admin, general.id).await.unwrap();
        world.service.channels().archive(&admin, general.id).await.unwrap();
        let messages = world.service.messages();
        let page = messages.page(&student, general.id, PageKey::Latest, 10).await.unwrap();
        assert_eq!(page.items.len(), 1);
        let post = fault(messages.post(&student, world.draft(general.id, "after")).await);
        let delete = fault(messages.delete_own(&student, message.id).await);
        assert_eq!((post.code, delete.code), (FaultCode::Frozen, FaultCode::Frozen));
        world.service.channels().restore(&admin, general.id).await.unwrap();
        world.post(&student, general.id, "again").await;
    }

    async fn nobody_deletes_the_message_of_another(world: World) {
        let student = world.student("student").await;
        let admin = world.admin().await;
        let general = world.channel(&student, "general").await;
        let message = world.post(&student, general.id, "mine").await;
        let refused = fault(world.service.messages().delete_own(&admin, message.id).await);
        assert_eq!(refused.code, FaultCode::Forbidden);
    }

    async fn a_taken_name_is_told_at_the_field_however_it_is_written(world: World) {
        let admin = world.admin().await;
        let course = world.commons(&admin).await.course.id;
        let channels = world.service.channels();
        channels.create(&admin, course, new_channel("Straße")).await.unwrap();
        for name in ["General", "ｇｅｎｅｒａｌ", "STRASSE", "#straße"] {
            let taken = fault(channels.create(&admin, course, new_channel(name)).await);
            assert_eq!((taken.fields[0].field.as_str(), taken.fields[0].code), ("name", FieldCode::Taken), "{name}");
        }
        let general = world.channel(&admin, "general").await;
        let change = ChannelChange { name: "events".into(), description: String::new() };
        let taken = fault(channels.change(&admin, general.id, change).await);
        assert_eq!(taken.fields[0].code, FieldCode::Taken);
        let direct = NewChannel { kind: ChannelKind::Direct, ..new_channel("group") };
        let refused = fault(channels.create(&admin, course, direct).await);
        assert_eq!(refused.fields[0].field, "kind");
    }
}
