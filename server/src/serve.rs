//! A running server: the listener, the routes and the hub, from start to an orderly end.

use std::net::SocketAddr;
use std::time::Duration;

use service::Service;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::assets::Assets;
use crate::config::Config;
use crate::hub::Hub;
use crate::listener::{self, Bounds};
use crate::refused::Refused;
use crate::router::router;
use crate::state::AppState;

/// Time in which accepted requests are finished after the server was told to stop.
const FINISH_WITHIN: Duration = Duration::from_secs(7);

/// A running server. Dropping it does not stop it; [`Server::stop`] does.
pub struct Server {
    address: SocketAddr,
    service: Service,
    hub: Hub,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Server {
    /// Takes the address of the settings, before anything else is done.
    pub async fn listen(config: &Config) -> Result<TcpListener, Refused> {
        TcpListener::bind(config.listen).await.map_err(|error| cannot_listen(config, &error))
    }

    /// Serves.
    pub fn start(
        config: &Config,
        service: Service,
        listener: TcpListener,
    ) -> Result<Self, Refused> {
        let address = listener.local_addr().map_err(|error| cannot_listen(config, &error))?;
        let hub = Hub::start(service.clone());
        let state = AppState::new(service.clone(), hub.clone(), Assets::load(), config);
        let stop = CancellationToken::new();
        let bounds = Bounds::of_this_process();
        let task = tokio::spawn(listener::serve(listener, router(&state)?, bounds, stop.clone()));
        Ok(Self { address, service, hub, stop, task })
    }

    /// Returns where the server listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns what the server serves.
    pub fn service(&self) -> &Service {
        &self.service
    }

    /// Refuses new work, closes sockets with 1012, finishes what was accepted, closes the database.
    pub async fn stop(mut self) {
        self.stop.cancel();
        let finish = tokio::time::timeout(FINISH_WITHIN, &mut self.task);
        let ((), finished) = tokio::join!(self.hub.stop(), finish);
        if finished.is_err() {
            tracing::warn!("some requests took too long to finish");
            self.task.abort();
        }
        self.service.close().await;
    }
}

fn cannot_listen(config: &Config, error: &std::io::Error) -> Refused {
    Refused::new(format!(
        "cannot listen on {} ({error}): stop what listens there, or choose another address with \
         --listen",
        config.listen
    ))
}
