//! `lyceum serve`.

use service::Service;
use service::demo::DemoAccount;

use super::say;
use crate::config::{BaseUrl, Config};
use crate::database;
use crate::refused::Refused;
use crate::serve::Server;
use crate::shutdown::Shutdown;

/// Serves until the process is asked to end.
pub(super) async fn run(config: &Config) -> Result<(), Refused> {
    database::prepare_folder(&config.data_dir)?;
    let listener = Server::listen(config).await?;
    let service = database::open(config, config.product.clone()).await?;
    let accounts = if config.is_demo { fill(config, &service).await? } else { Vec::new() };
    let server = Server::start(config, service, listener)?;
    // Caught before anybody is told that the server is there.
    let shutdown =
        Shutdown::catch().map_err(|error| Refused::broken("signals cannot be received", &error))?;
    announce(config, &server, &accounts);
    let signal = shutdown.requested().await;
    tracing::info!(signal, "stopping");
    server.stop().await;
    Ok(())
}

/// Tells where the server is, how to begin, and who is in the demonstration.
fn announce(config: &Config, server: &Server, accounts: &[DemoAccount]) {
    let address = format!("http://{}", server.address());
    say(format_args!("listening on {address}"));
    if let Some(token) = server.service().auth().setup_token() {
        let site = config.base_url.as_ref().map_or(address.as_str(), BaseUrl::origin);
        say(format_args!("setup {site}/setup?token={token}"));
    }
    for account in accounts {
        let DemoAccount { login, password, role, display_name, .. } = account;
        say(format_args!("{login:<12} {password:<20} {role:<12} {display_name}"));
    }
}

async fn fill(config: &Config, service: &Service) -> Result<Vec<DemoAccount>, Refused> {
    if service.auth().setup_token().is_none() {
        return Err(Refused::new(format!(
            "--demo fills only an empty database, and the one of `{}` has accounts: leave --demo \
             out, or choose another folder with --data-dir",
            config.data_dir.display()
        )));
    }
    let filled = service.demo().fill().await;
    filled.map_err(|error| Refused::broken("the demonstration cannot be stored", &error))
}
