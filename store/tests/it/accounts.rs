//! Accounts and their sessions.

use protocol::id::SessionId;
use protocol::time::Timestamp;
use store::sessions::{self, NewSession};
use store::users::{self, NewUser};
use store::{Error, Tx, Unique};

use crate::world::{World, id, new_user};

store::both_backends! {
    async fn a_login_belongs_to_one_account(world: World) {
        let ada = world.user("ada").await;
        let again = world.store.write(async |tx| users::insert(tx, &new_user("ada")).await).await;
        let taken = again.unwrap_err();
        assert!(taken.violates(Unique::UserLogin) && !taken.violates(Unique::CourseSlug), "{taken:?}");
        let found = world.store.read(async |tx| users::find_by_login(tx, "ada").await).await;
        let found = found.unwrap().unwrap();
        assert_eq!((found.id, found.me().login.as_str()), (ada, "ada"));
        let nobody = world.store.read(async |tx| users::find_by_login(tx, "bob").await).await;
        assert_eq!(nobody.unwrap(), None);
    }

    async fn accounts_are_listed_by_login(world: World) {
        for login in ["b", "_", "a-b", "a", "z.1", "9"] {
            world.user(login).await;
        }
        let mut logins = Vec::new();
        loop {
            let after = logins.last().cloned();
            let page = world.store.read(async |tx| users::list(tx, after.as_deref(), 2).await).await;
            let page = page.unwrap();
            if page.is_empty() {
                break;
            }
            logins.extend(page.into_iter().map(|user| user.login));
        }
        assert_eq!(logins, ["9", "_", "a", "a-b", "b", "z.1"]);
    }

    async fn renaming_nobody_is_an_error(world: World) {
        let ada = world.user("ada").await;
        world.store.write(async |tx| users::rename(tx, ada, "Ada L.").await).await.unwrap();
        let found = world.store.read(async |tx| users::find(tx, ada).await).await.unwrap().unwrap();
        assert_eq!(found.display_name, "Ada L.");
        let nobody = protocol::id::UserId(id());
        let renamed = world.store.write(async |tx| users::rename(tx, nobody, "X").await).await;
        assert!(matches!(renamed, Err(Error::RowsAffected { expected: 1, actual: 0 })));
    }

    async fn a_hash_is_renewed_only_in_place_of_the_known_one(world: World) {
        let ada = NewUser { password_hash: Some("known".to_owned()), ..new_user("ada") };
        world.store.write(async |tx| users::insert(tx, &ada).await).await.unwrap();
        for (known, renewed) in [("another", "first"), ("known", "second"), ("known", "third")] {
            let replace =
                async |tx: &mut Tx| users::replace_password_hash(tx, ada.id, known, renewed).await;
            world.store.write(replace).await.unwrap();
        }
        let found = world.store.read(async |tx| users::find(tx, ada.id).await).await;
        assert_eq!(found.unwrap().unwrap().password_hash.as_deref(), Some("second"));
    }

    async fn a_session_lives_until_it_ends_or_is_forgotten(world: World) {
        let ada = world.user("ada").await;
        let session = |byte: u8, at: i64| NewSession {
            id: SessionId(id()),
            token_hash: [byte; 32],
            user_id: ada,
            session_version: 0,
            created_at: Timestamp(at),
            user_agent: "A browser".into(),
        };
        let (old, idle, used) = (session(1, 10), session(2, 100), session(3, 100));
        for session in [&old, &idle, &used] {
            world.store.write(async |tx| sessions::insert(tx, session).await).await.unwrap();
        }
        let touch = async |at| {
            let write = world.store.write(async |tx| sessions::touch(tx, used.id, Timestamp(at)).await);
            write.await.unwrap();
        };
        touch(500).await;
        touch(400).await;
        let find = async |byte: u8| {
            let read = world.store.read(async |tx| sessions::find_by_token(tx, &[byte; 32]).await);
            read.await.unwrap()
        };
        assert_eq!(find(3).await.unwrap().last_seen_at, Timestamp(500));
        assert_eq!(find(9).await, None);
        let listed = world.store.read(async |tx| sessions::list(tx, ada).await).await.unwrap();
        assert_eq!(listed.first().unwrap().id, used.id);
        assert_eq!(listed.len(), 3);
        let expire = async |idle, created| {
            let write = world.store.write(async |tx| {
                sessions::delete_expired(tx, Timestamp(idle), Timestamp(created)).await
            });
            write.await.unwrap()
        };
        assert_eq!(expire(0, 50).await, 1);
        assert_eq!(expire(300, 50).await, 1);
        let end = async || world.store.write(async |tx| sessions::delete(tx, used.id).await).await;
        assert!(end().await.unwrap());
        assert!(!end().await.unwrap());
        assert_eq!(find(3).await, None);
    }
}
