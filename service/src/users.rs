//! One's own account.

use protocol::cursor::Subject;
use protocol::event::Event;
use protocol::fault::{Fault, FieldCode};
use protocol::language::Language;
use protocol::user::{DisplayName, Me};

use store::Tx;

use crate::Inner;
use crate::actor::Actor;
use crate::authorize;
use crate::error::Error;
use crate::journal::Stamp;

/// Operations on one's own account.
pub struct Users<'a>(pub(crate) &'a Inner);

impl Users<'_> {
    /// Returns the signed-in person.
    pub async fn me(&self, actor: &Actor) -> Result<Me, Error> {
        let user_id = actor.user_id;
        let user = self
            .0
            .store
            .read::<_, store::Error>(async |tx| store::users::find(tx, user_id).await)
            .await?;
        Ok(user.ok_or_else(Fault::unauthenticated)?.me())
    }

    /// Changes what the person is called, everywhere at once.
    pub async fn rename(&self, actor: &Actor, display_name: &str) -> Result<Me, Error> {
        let display_name = DisplayName::parse(display_name)?;
        let (actor, user_id) = (*actor, actor.user_id);
        let at = self.0.clock.now();
        self.0
            .store
            .write(async |tx| {
                // The courses before the account, as wherever rights are read.
                let mut courses = Vec::new();
                for course_id in store::enrollments::courses_of(tx, user_id).await? {
                    let access_version = store::courses::access_version(tx, course_id).await?;
                    courses.push((course_id, access_version));
                }
                authorize::own_account(tx, &actor, at).await?;
                store::users::rename(tx, user_id, display_name.as_str()).await?;
                for (course_id, access_version) in courses {
                    let Some(person) = store::enrollments::person(tx, course_id, user_id).await?
                    else {
                        continue;
                    };
                    let entry = (Subject::Course(course_id), Event::PersonChanged { person });
                    self.0.journal.append(tx, Stamp { at, access_version }, vec![entry]).await?;
                }
                Ok::<_, Error>(())
            })
            .await?;
        self.me(&actor).await
    }

    /// Keeps the interface's language with the account, where there is one, and returns it; an empty
    /// tag leaves it to the browser.
    pub async fn choose_language(
        &self,
        actor: Option<&Actor>,
        tag: &str,
    ) -> Result<Option<Language>, Error> {
        let language = match tag {
            "" => None,
            tag => Some(tag.parse().map_err(|_| Fault::field("language", FieldCode::Wrong, None))?),
        };
        if let Some(actor) = actor {
            let user_id = actor.user_id;
            let set = async |tx: &mut Tx| store::users::set_language(tx, user_id, language).await;
            self.0.store.write::<_, store::Error>(set).await?;
        }
        Ok(language)
    }
}
