//! One's own sessions and password; accounts as admins manage them.

use protocol::fault::{Fault, FaultCode, FieldCode};
use protocol::id::SessionId;
use protocol::user::{AccountRole, CourseRole, Person};
use service::accounts::By;
use service::auth::{ChangePassword, NewSession, SignIn};
use service::{Actor, Error};

use crate::world::{PASSWORD, World, client, fault};

/// Another good one.
const OTHER_PASSWORD: &str = "quite another phrase";

impl World {
    async fn try_sign_in(&self, login: &str, password: &str) -> Result<NewSession, Error> {
        let form = SignIn { login: login.to_owned(), password: password.to_owned() };
        self.service.auth().sign_in(form, &client()).await
    }

    async fn session(&self, login: &str) -> NewSession {
        self.try_sign_in(login, PASSWORD).await.unwrap()
    }

    async fn is_alive(&self, session: &NewSession) -> bool {
        self.service.auth().authenticate(&session.token).await.unwrap().is_some()
    }

    async fn change_password(
        &self,
        actor: &Actor,
        present: &str,
        password: &str,
    ) -> Result<NewSession, Error> {
        let form = ChangePassword { present: present.to_owned(), password: password.to_owned() };
        self.service.auth().change_password(actor, form, &client()).await
    }

    async fn listed(&self, actor: &Actor, person: &Actor) -> Person {
        let course = self.commons(actor).await.course.id;
        let people = self.service.courses().people(actor, course, None).await.unwrap();
        people.items.into_iter().find(|listed| listed.id == person.user_id).unwrap()
    }
}

fn codes(fault: &Fault) -> Vec<(&str, FieldCode)> {
    fault.fields.iter().map(|field| (field.field.as_str(), field.code)).collect()
}

store::both_backends! {
    async fn people_see_and_end_their_own_sessions_only(world: World) {
        let (ada, ben) = (world.student("ada").await, world.student("ben").await);
        let other = world.session("ada").await;
        let auth = world.service.auth();
        let listed = auth.sessions(&ada).await.unwrap();
        assert_eq!(listed.len(), 2);
        assert!(listed[0].is_current && listed[0].id == ada.session_id, "{listed:?}");
        assert!(!listed[1].is_current && listed[1].id == other.actor.session_id, "{listed:?}");

        let strange = fault(auth.end_session(&ben, other.actor.session_id).await);
        let absent = fault(auth.end_session(&ben, SessionId(world.clock.new_id())).await);
        assert_eq!((strange.code, &strange), (FaultCode::NotFound, &absent));
        assert!(world.is_alive(&other).await);

        auth.end_session(&ada, other.actor.session_id).await.unwrap();
        assert!(!world.is_alive(&other).await);
        // A session that is over changes nothing any more.
        let refused = fault(auth.end_session(&other.actor, ada.session_id).await);
        assert_eq!(refused.code, FaultCode::Unauthenticated);
        let refused = fault(auth.end_other_sessions(&other.actor).await);
        assert_eq!(refused.code, FaultCode::Unauthenticated);
        let refused = fault(world.service.users().rename(&other.actor, "Somebody").await);
        assert_eq!(refused.code, FaultCode::Unauthenticated);
        let refused = fault(world.change_password(&other.actor, PASSWORD, OTHER_PASSWORD).await.map(drop));
        assert_eq!(refused.code, FaultCode::Unauthenticated);
        assert_eq!(auth.sessions(&ada).await.unwrap().len(), 1);
    }

    async fn all_other_sessions_end_at_once(world: World) {
        world.student("ada").await;
        let others = [world.session("ada").await, world.session("ada").await];
        let this = world.session("ada").await;
        world.service.auth().end_other_sessions(&this.actor).await.unwrap();
        assert!(world.is_alive(&this).await);
        for other in &others {
            assert!(!world.is_alive(other).await);
        }
    }

    async fn a_new_password_ends_every_session_and_renews_this_one(world: World) {
        let first = world.student("ada").await;
        let this = world.session("ada").await;
        let renewed = world.change_password(&this.actor, PASSWORD, OTHER_PASSWORD).await.unwrap();
        assert_ne!(renewed.token, this.token);
        assert_ne!(renewed.actor.session_id, this.actor.session_id);
        assert!(!world.is_alive(&this).await);
        assert!(world.is_alive(&renewed).await);
        let listed = world.service.auth().sessions(&renewed.actor).await.unwrap();
        assert_eq!(listed.len(), 1);
        assert!(listed.iter().all(|session| session.id != first.session_id));
        let old = fault(world.try_sign_in("ada", PASSWORD).await.map(drop));
        assert_eq!(old.code, FaultCode::Unauthenticated);
        world.try_sign_in("ada", OTHER_PASSWORD).await.unwrap();
    }

    async fn everything_wrong_with_a_new_password_is_told_at_its_field(world: World) {
        let ada = world.student("ada").await;
        let refused = async |present: &str, password: &str| {
            fault(world.change_password(&ada, present, password).await.map(drop))
        };
        let both = refused("not the one", "short").await;
        assert_eq!(codes(&both), [("present", FieldCode::Wrong), ("password", FieldCode::TooShort)]);
        let empty = refused("", "").await;
        assert_eq!(codes(&empty), [("present", FieldCode::Empty), ("password", FieldCode::Empty)]);
        let guessable = refused(PASSWORD, "password123456").await;
        assert_eq!(codes(&guessable), [("password", FieldCode::Common)]);
        assert_eq!(world.service.auth().sessions(&ada).await.unwrap().len(), 1);
        world.session("ada").await;
    }

    async fn the_present_password_is_guessed_no_faster_than_at_sign_in(world: World) {
        let ada = world.student("ada").await;
        for _ in 0..10 {
            let wrong = fault(world.change_password(&ada, "a guess", OTHER_PASSWORD).await.map(drop));
            assert_eq!(wrong.code, FaultCode::Invalid);
        }
        let limited = fault(world.change_password(&ada, PASSWORD, OTHER_PASSWORD).await.map(drop));
        assert_eq!(limited.code, FaultCode::RateLimited);
        world.clock.advance_ms(i64::try_from(limited.retry_after_ms.unwrap()).unwrap() + 1);
        world.change_password(&ada, PASSWORD, OTHER_PASSWORD).await.unwrap();
    }

    async fn a_closed_account_is_of_no_use_until_it_is_opened_again(world: World) {
        let admin = world.admin().await;
        let ada = world.student("ada").await;
        let session = world.session("ada").await;
        let general = world.channel(&ada, "general").await.id;
        let by = By::Person(admin);
        assert!(!world.listed(&admin, &ada).await.is_deactivated);
        world.service.accounts().deactivate(by, ada.user_id).await.unwrap();
        world.service.accounts().deactivate(by, ada.user_id).await.unwrap();
        assert!(world.listed(&admin, &ada).await.is_deactivated);
        assert!(!world.is_alive(&session).await);
        let closed = fault(world.try_sign_in("ada", PASSWORD).await.map(drop));
        let unknown = fault(world.try_sign_in("nobody", PASSWORD).await.map(drop));
        assert_eq!(closed, unknown);
        // Whatever was on its way with the old rights finds nothing.
        let draft = world.draft(general, "still here?");
        let posted = world.service.messages().post(&ada, draft).await.map(drop);
        assert_eq!(fault(posted).code, FaultCode::NotFound);

        world.service.accounts().reactivate(by, ada.user_id).await.unwrap();
        assert!(!world.listed(&admin, &ada).await.is_deactivated);
        assert!(!world.is_alive(&session).await, "a session came back to life");
        assert!(world.is_alive(&world.session("ada").await).await);
    }

    async fn accounts_are_managed_by_admins_only(world: World) {
        let admin = world.admin().await;
        let (ada, ben) = (world.student("ada").await, world.student("ben").await);
        let accounts = world.service.accounts();
        for by in [By::Person(ada), By::Person(ben)] {
            let tries = [
                accounts.deactivate(by, ben.user_id).await,
                accounts.reactivate(by, ben.user_id).await,
                accounts.set_role(by, ben.user_id, AccountRole::Admin).await,
                accounts.reset_password(by, admin.user_id, OTHER_PASSWORD).await,
                accounts.reset_password(by, admin.user_id, "short").await,
            ];
            for refused in tries {
                assert_eq!(fault(refused).code, FaultCode::NotFound);
            }
        }
        let nobody = protocol::id::UserId(world.clock.new_id());
        let absent = fault(accounts.deactivate(By::Person(admin), nobody).await);
        assert_eq!(absent.code, FaultCode::NotFound);
        // A former admin is one no more, whatever the request was begun as.
        world.person("second", AccountRole::Admin).await;
        accounts.set_role(By::Operator, admin.user_id, AccountRole::User).await.unwrap();
        let refused = fault(accounts.deactivate(By::Person(admin), ben.user_id).await);
        assert_eq!(refused.code, FaultCode::NotFound);
        world.session("ben").await;
    }

    async fn roles_change_and_the_person_signs_in_anew(world: World) {
        world.admin().await;
        let ada = world.student("ada").await;
        let session = world.session("ada").await;
        let accounts = world.service.accounts();
        accounts.set_role(By::Operator, ada.user_id, AccountRole::Admin).await.unwrap();
        assert!(!world.is_alive(&session).await);
        let again = world.session("ada").await;
        assert_eq!(again.actor.role, AccountRole::Admin);
        assert_eq!(world.listed(&again.actor, &ada).await.course_role, Some(CourseRole::Student));
        // Nothing changes, nothing ends.
        accounts.set_role(By::Operator, ada.user_id, AccountRole::Admin).await.unwrap();
        assert!(world.is_alive(&again).await);
    }

    async fn the_last_admin_stays(world: World) {
        let admin = world.admin().await;
        let accounts = world.service.accounts();
        for by in [By::Person(admin), By::Operator] {
            let closed = fault(accounts.deactivate(by, admin.user_id).await);
            assert_eq!(closed.code, FaultCode::Conflict);
            let demoted = fault(accounts.set_role(by, admin.user_id, AccountRole::User).await);
            assert_eq!(demoted.code, FaultCode::Conflict);
        }
        // A closed admin does not count.
        let second = world.person("second", AccountRole::Admin).await;
        accounts.deactivate(By::Operator, second.user_id).await.unwrap();
        let closed = fault(accounts.deactivate(By::Operator, admin.user_id).await);
        assert_eq!(closed.code, FaultCode::Conflict);
        accounts.set_role(By::Operator, second.user_id, AccountRole::User).await.unwrap();
        world.session("admin").await;
    }

    async fn two_admins_cannot_take_each_other_away(world: World) {
        let one = world.admin().await;
        let other = world.person("second", AccountRole::Admin).await;
        for round in 0..40 {
            let take = |by: Actor, user: Actor| {
                let (service, by) = (world.service.clone(), By::Person(by));
                tokio::spawn(async move {
                    if round % 2 == 0 {
                        service.accounts().deactivate(by, user.user_id).await
                    } else {
                        service.accounts().set_role(by, user.user_id, AccountRole::User).await
                    }
                })
            };
            let (first, second) = (take(one, other), take(other, one));
            let done = [first.await.unwrap(), second.await.unwrap()];
            assert_eq!(done.iter().filter(|done| done.is_ok()).count(), 1, "{round}: {done:?}");
            for actor in [one, other] {
                let accounts = world.service.accounts();
                accounts.reactivate(By::Operator, actor.user_id).await.unwrap();
                accounts.set_role(By::Operator, actor.user_id, AccountRole::Admin).await.unwrap();
            }
        }
    }

    async fn a_password_that_was_reset_replaces_the_old_one_and_its_sessions(world: World) {
        let admin = world.admin().await;
        let ada = world.student("ada").await;
        let session = world.session("ada").await;
        let accounts = world.service.accounts();
        let short = fault(accounts.reset_password(By::Operator, ada.user_id, "short").await);
        assert_eq!(codes(&short), [("password", FieldCode::TooShort)]);
        assert!(world.is_alive(&session).await);
        accounts.reset_password(By::Person(admin), ada.user_id, OTHER_PASSWORD).await.unwrap();
        assert!(!world.is_alive(&session).await);
        assert!(world.try_sign_in("ada", PASSWORD).await.is_err());
        world.try_sign_in("ada", OTHER_PASSWORD).await.unwrap();
    }

    async fn every_course_of_a_closed_account_is_fenced(world: World) {
        world.admin().await;
        let ada = world.student("ada").await;
        let commons = world.commons(&ada).await.course.id;
        let version = async || {
            let subject = protocol::cursor::Subject::Course(commons);
            let admin = world.sign_in("admin").await;
            world.service.live().grant(&admin, &subject).await.unwrap().access_version
        };
        let before = version().await;
        world.service.accounts().deactivate(By::Operator, ada.user_id).await.unwrap();
        assert!(version().await > before);
    }

    async fn a_setup_link_is_void_once_another_process_made_an_account(world: World) {
        let token = world.service.auth().setup_token().unwrap();
        assert!(world.service.auth().is_setup_open(&token).await.unwrap());
        let elsewhere = world.elsewhere().await;
        elsewhere.student("ada").await;
        assert!(!world.service.auth().is_setup_open(&token).await.unwrap());
        let form = service::auth::SetUp { token, account: crate::world::account("mallory") };
        let refused = fault(world.service.auth().set_up(form, &client()).await.map(drop));
        assert_eq!(refused.code, FaultCode::NotFound);
        let form = crate::world::account("ben");
        world.service.auth().sign_up(form, &client()).await.unwrap();
        elsewhere.service.close().await;
    }

    // Zulip's CVE-2022-24751: a request that runs while the account is closed must not bring a session
    // back, neither then nor once the account is opened again. Four requests in each of 250 rounds.
    async fn a_request_beside_a_deactivation_never_leaves_a_live_session(world: World) {
        let admin = By::Person(world.admin().await);
        let ada = world.student("ada").await;
        let general = world.channel(&ada, "general").await.id;
        let (mut signed_in, mut refused) = (0, 0);
        let mut begun = world.session("ada").await;
        for round in 0..250_u64 {
            // Old enough to be touched by the next request.
            world.clock.advance_ms(61_000);
            let beside: Vec<_> = (0..4).map(|kind| {
                let (world, token, actor) = (world.clone(), begun.token.clone(), begun.actor);
                tokio::spawn(async move {
                    for _ in 0..(round + kind) % 5 {
                        tokio::task::yield_now().await;
                    }
                    match kind {
                        0 => return world.try_sign_in("ada", PASSWORD).await.ok(),
                        1 => drop(world.service.auth().authenticate(&token).await),
                        2 => drop(world.service.users().rename(&actor, "Ada L.").await),
                        _ => {
                            let draft = world.draft(general, "beside");
                            drop(world.service.messages().post(&actor, draft).await);
                        }
                    }
                    None
                })
            }).collect();
            // Before, within and after the time that comparing the hash takes.
            tokio::time::sleep(std::time::Duration::from_millis(round * 7 % 61)).await;
            world.service.accounts().deactivate(admin, ada.user_id).await.unwrap();
            let mut sessions = vec![begun];
            for request in beside {
                sessions.extend(request.await.unwrap());
            }
            if sessions.len() > 1 { signed_in += 1 } else { refused += 1 }
            for session in &sessions {
                assert!(!world.is_alive(session).await, "{round}");
            }
            world.service.accounts().reactivate(admin, ada.user_id).await.unwrap();
            for session in &sessions {
                assert!(!world.is_alive(session).await, "{round}: it lives again");
            }
            begun = world.session("ada").await;
            assert_eq!(world.service.auth().sessions(&begun.actor).await.unwrap().len(), 1);
        }
        assert!(signed_in > 0 && refused > 0, "{signed_in} {refused}: the race was none");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_session_too_many_ends_the_one_that_was_unused_longest() {
    store::testing::on_sqlite(|url| async move {
        let world = World::open(&url, service::config::Options::default()).await;
        let oldest = world.student("ada").await;
        for _ in 1..protocol::limits::SESSIONS_PER_ACCOUNT_MAX {
            world.clock.advance_ms(1);
            world.session("ada").await;
        }
        let auth = world.service.auth();
        assert_eq!(auth.sessions(&oldest).await.unwrap().len(), 100);
        world.clock.advance_ms(1);
        let newest = world.session("ada").await;
        let left = auth.sessions(&newest.actor).await.unwrap();
        assert_eq!(left.len(), 100);
        assert!(left.iter().all(|session| session.id != oldest.session_id));
        world.service.close().await;
    })
    .await;
}
