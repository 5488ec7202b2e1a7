//! What every request handler shares.

use std::ops::Deref;
use std::sync::Arc;

use axum::extract::FromRef;
use ipnet::IpNet;
use leptos::config::LeptosOptions;
use service::Service;

use crate::assets::Assets;
use crate::config::Config;
use crate::hub::Hub;
use crate::origin::Origins;
use crate::session_cookie;

/// Shared by all handlers; cheap to clone.
#[derive(Clone)]
pub(crate) struct AppState(Arc<Shared>);

/// What is shared.
pub(crate) struct Shared {
    pub(crate) service: Service,
    pub(crate) hub: Hub,
    pub(crate) assets: Assets,
    pub(crate) leptos: LeptosOptions,
    pub(crate) origins: Origins,
    pub(crate) cookie: app::api::context::CookiePolicy,
    pub(crate) trusted_proxies: Vec<IpNet>,
    pub(crate) has_pseudo_locale: bool,
}

impl AppState {
    pub(crate) fn new(service: Service, hub: Hub, assets: Assets, config: &Config) -> Self {
        let leptos = LeptosOptions::builder()
            .output_name("frontend")
            .site_pkg_dir(format!("pkg/{}", assets.build()))
            .build();
        Self(Arc::new(Shared {
            service,
            hub,
            assets,
            leptos,
            origins: Origins::new(config.base_url.clone()),
            cookie: session_cookie::policy(config.base_url.as_ref()),
            trusted_proxies: config.trusted_proxies.clone(),
            has_pseudo_locale: config.has_pseudo_locale,
        }))
    }
}

impl Deref for AppState {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.leptos.clone()
    }
}
