//! `serve` and `worker`: the product itself.

use actix_web::web::Data;

use crate::config::Config;
use crate::server::{self, Duties};
use crate::service::accounts;
use crate::state::State;
use crate::store::Db;

/// How to serve.
#[derive(clap::Args, Default)]
pub(super) struct Arguments {
    /// Leave the background work to a `worker` beside this process.
    #[arg(long)]
    no_worker: bool,
    /// The address and port to listen on; port 0 takes a free one.
    #[arg(long)]
    bind: Option<String>,
}

/// Serves until the process is asked to end.
pub(super) async fn run(mut config: Config, arguments: &Arguments) -> anyhow::Result<()> {
    if let Some(bind) = &arguments.bind {
        config.bind.clone_from(bind);
    }
    let listener = server::listen(&config.bind)?;
    let base_url = match &config.base_url {
        Some(url) => url.as_str().trim_end_matches('/').to_owned(),
        None => format!("http://{}", listener.local_addr()?),
    };
    let state = Data::new(server::open(config, super::clock()?, &base_url)?);
    let is_setup_open = state
        .store
        .read(|db: &mut Db| accounts::is_setup_open(db))
        .await?;
    println!("Zeitgenosse runs at {}", state.links.base_url());
    if is_setup_open {
        println!(
            "Nobody has an account yet. Begin here: {}",
            state.links.setup()
        );
    }
    if state.config.mail.smtp_url.is_none() {
        tracing::info!(
            "no mail server is set: mails are files in {}",
            state.config.data_dir.join("mail").display()
        );
    }
    let duties = Duties {
        serve: true,
        work: !arguments.no_worker,
    };
    server::run(state, listener, duties).await?;
    Ok(())
}

/// Works off the queue until the process is asked to end.
pub(super) async fn work(config: Config) -> anyhow::Result<()> {
    anyhow::ensure!(
        !config.database_url().starts_with("sqlite:"),
        "worker: the embedded database belongs to one process, and `serve` works off its queue \
         itself; set database_url to a PostgreSQL to share the load"
    );
    let base_url = config.base_url.clone().ok_or_else(|| {
        anyhow::anyhow!("worker: set base_url, so that the links in mails are right")
    })?;
    let state: Data<State> = Data::new(server::open(config, super::clock()?, base_url.as_str())?);
    println!("Zeitgenosse works for {}", state.links.base_url());
    let duties = Duties {
        serve: false,
        work: true,
    };
    // Nothing is served; a socket of its own keeps the port of `serve` free.
    let listener = server::listen("127.0.0.1:0")?;
    server::run(state, listener, duties).await?;
    Ok(())
}
