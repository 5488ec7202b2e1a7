//! Whether people may make accounts themselves.

use leptos::prelude::*;

use crate::api::auth::{Registration, load_registration};

/// Shows one thing where everybody may make an account, and another where not. While that is
/// unknown, nothing.
#[component]
pub fn RegistrationGate<C>(
    /// What is shown where nobody may.
    #[prop(into)]
    closed: ViewFn,
    /// What is shown where everybody may.
    children: TypedChildrenFn<C>,
) -> impl IntoView
where
    C: IntoView + Send + 'static,
{
    let registration = OnceResource::new(load_registration());
    let children = children.into_inner();
    view! {
        <Suspense>
            {move || {
                let (children, closed) = (children.clone(), closed.clone());
                Suspend::new(async move {
                    match registration.await {
                        Ok(Registration::Open) => children().into_any(),
                        _ => closed.run().into_any(),
                    }
                })
            }}
        </Suspense>
    }
}
