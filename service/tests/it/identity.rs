//! Setup, sign-up, sign-in, sessions.

use protocol::fault::{FaultCode, FieldCode};
use protocol::limits::{SESSION_AGE_MS_MAX, SESSION_IDLE_MS_MAX};
use protocol::user::{AccountRole, CourseRole};
use service::auth::{SetUp, SignIn, SignUp};
use service::config::{Options, Registration};

use crate::world::{PASSWORD, World, account, client, fault};

store::both_backends! {
    async fn the_setup_link_works_once(world: World) {
        let auth = world.service.auth();
        let token = auth.setup_token().unwrap();
        let early = fault(auth.sign_up(account("early"), &client()).await.map(drop));
        assert_eq!(early.code, FaultCode::Forbidden);
        for wrong in ["", "x", &token[1..]] {
            let form = SetUp { token: wrong.to_owned(), account: account("first") };
            assert_eq!(fault(auth.set_up(form, &client()).await.map(drop)).code, FaultCode::NotFound);
        }
        let form = SetUp { token: token.clone(), account: account("first") };
        let session = auth.set_up(form, &client()).await.unwrap();
        assert_eq!(session.actor.role, AccountRole::Admin);
        let commons = world.commons(&session.actor).await;
        assert_eq!(commons.course.my_role, Some(CourseRole::Instructor));
        assert_eq!(auth.setup_token(), None);
        let form = SetUp { token, account: account("second") };
        assert_eq!(fault(auth.set_up(form, &client()).await.map(drop)).code, FaultCode::NotFound);
    }

    async fn of_two_who_follow_the_setup_link_at_once_one_is_first(world: World) {
        let auth = world.service.auth();
        let token = auth.setup_token().unwrap();
        let follow = async |login: &str| {
            let form = SetUp { token: token.clone(), account: account(login) };
            auth.set_up(form, &client()).await
        };
        let (ada, ben) = tokio::join!(follow("ada"), follow("ben"));
        assert!(ada.is_ok() != ben.is_ok(), "both or none were first");
        let late = if ada.is_ok() { ben } else { ada };
        assert_eq!(fault(late.map(drop)).code, FaultCode::NotFound);
    }

    async fn a_newcomer_is_a_student_of_the_commons(world: World) {
        world.admin().await;
        let session = world.service.auth().sign_up(account("newcomer"), &client()).await.unwrap();
        let commons = world.commons(&session.actor).await;
        assert_eq!(commons.course.my_role, Some(CourseRole::Student));
        let names: Vec<_> =
            commons.channels.iter().map(|entry| entry.channel.name.as_str()).collect();
        assert_eq!(names, ["announcements", "events", "general"]);
        assert!(commons.channels.iter().all(|entry| !entry.channel.description.is_empty()));
    }

    async fn every_wrong_field_is_told_at_once(world: World) {
        world.admin().await;
        let form = SignUp { login: "a b".into(), display_name: String::new(), password: "short".into() };
        let refused = fault(world.service.auth().sign_up(form, &client()).await.map(drop));
        let told: Vec<_> =
            refused.fields.iter().map(|field| (field.field.as_str(), field.code)).collect();
        let expected = [
            ("display_name", FieldCode::Empty),
            ("login", FieldCode::BadCharacters),
            ("password", FieldCode::TooShort),
        ];
        assert_eq!(told, expected);
        let taken = fault(world.service.auth().sign_up(account("admin"), &client()).await.map(drop));
        assert_eq!((taken.fields[0].field.as_str(), taken.fields[0].code), ("login", FieldCode::Taken));
    }

    async fn unknown_login_and_wrong_password_answer_alike(world: World) {
        world.student("student").await;
        let attempt = |login: &str, password: &str| SignIn {
            login: login.to_owned(),
            password: password.to_owned(),
        };
        let auth = world.service.auth();
        let wrong = fault(auth.sign_in(attempt("student", "not the phrase"), &client()).await.map(drop));
        let unknown = fault(auth.sign_in(attempt("nobody", "not the phrase"), &client()).await.map(drop));
        assert_eq!(wrong, unknown);
        assert_eq!(wrong.code, FaultCode::Unauthenticated);
        auth.sign_in(attempt(" STUDENT ", PASSWORD), &client()).await.unwrap();
    }

    async fn ten_failures_close_the_door_for_that_login_only(world: World) {
        world.student("student").await;
        world.student("other").await;
        let auth = world.service.auth();
        let attempt = |login: &str, password: &str| {
            SignIn { login: login.to_owned(), password: password.to_owned() }
        };
        for _ in 0..10 {
            fault(auth.sign_in(attempt("student", "wrong"), &client()).await.map(drop));
        }
        let limited = fault(auth.sign_in(attempt("student", PASSWORD), &client()).await.map(drop));
        assert_eq!(limited.code, FaultCode::RateLimited);
        auth.sign_in(attempt("other", PASSWORD), &client()).await.unwrap();
        world.clock.advance_ms(i64::try_from(limited.retry_after_ms.unwrap()).unwrap() + 1);
        auth.sign_in(attempt("student", PASSWORD), &client()).await.unwrap();
    }

    async fn a_session_ends_by_signing_out_by_idling_and_by_age(world: World) {
        world.admin().await;
        let auth = world.service.auth();
        let session = auth.sign_up(account("student"), &client()).await.unwrap();
        assert_eq!(auth.authenticate(&session.token).await.unwrap(), Some(session.actor));
        for wrong in ["", "x", "\0", &session.token[1..]] {
            assert_eq!(auth.authenticate(wrong).await.unwrap(), None);
        }
        auth.sign_out(&session.actor).await.unwrap();
        assert_eq!(auth.authenticate(&session.token).await.unwrap(), None);

        let form = || SignIn { login: "student".into(), password: PASSWORD.into() };
        let idle = auth.sign_in(form(), &client()).await.unwrap();
        world.clock.advance_ms(SESSION_IDLE_MS_MAX + 1);
        assert_eq!(auth.authenticate(&idle.token).await.unwrap(), None);

        let busy = auth.sign_in(form(), &client()).await.unwrap();
        let step = SESSION_IDLE_MS_MAX / 2;
        for _ in 0..SESSION_AGE_MS_MAX / step {
            world.clock.advance_ms(step);
            assert!(auth.authenticate(&busy.token).await.unwrap().is_some());
        }
        world.clock.advance_ms(step);
        assert_eq!(auth.authenticate(&busy.token).await.unwrap(), None);
    }
}

#[tokio::test]
async fn closed_registration_takes_no_newcomers() {
    store::testing::on_sqlite(|url| async move {
        let options = Options { registration: Registration::Closed, ..Options::default() };
        let world = World::open(&url, options).await;
        world.admin().await;
        let refused =
            fault(world.service.auth().sign_up(account("late"), &client()).await.map(drop));
        assert_eq!(refused.code, FaultCode::Forbidden);
        world.service.close().await;
    })
    .await;
}
