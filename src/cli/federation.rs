//! `federation`: the allies of this instance.

use actix_web::web::Data;
use anyhow::Context;
use clap::Subcommand;

use crate::config::{Config, FederationMode};
use crate::fediverse;
use crate::server;
use crate::service::ServiceError;
use crate::service::federation::actors::Whose;
use crate::service::federation::allies::{self, Ally, State as Stand, Trust};
use crate::state::State;

/// What to do about other instances.
#[derive(Subcommand)]
pub(super) enum Command {
    /// List every instance that is known, and how it stands with each.
    List {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Let an instance ally with this one, now or when it asks.
    Allow {
        /// Its host name.
        host: String,
    },
    /// Listen to an instance no more, and end what is between us.
    Block {
        /// Its host name; what belongs to it is blocked as well.
        host: String,
    },
    /// Ask an instance to be an ally.
    Follow {
        /// Its host name.
        host: String,
    },
}

/// Does it.
pub(super) async fn run(config: Config, command: Command) -> anyhow::Result<()> {
    anyhow::ensure!(
        config.federation.mode != FederationMode::Off,
        "federation: federation.mode is off"
    );
    let base_url = match &config.base_url {
        Some(url) => url.as_str().to_owned(),
        None => format!("http://{}", config.bind),
    };
    let state = Data::new(server::open(config, super::clock()?, &base_url)?);
    match command {
        Command::List { json } => list(&state, json).await,
        Command::Allow { host } => {
            let host = name(&host)?;
            let (links, now) = (state.links.clone(), state.clock.now());
            let said = format!("{host} may ally with this instance");
            let allowed: Result<(), ServiceError> = state
                .store
                .write(move |db| allies::allow(db, &links, &host, now))
                .await;
            allowed?;
            println!("{said}");
            Ok(())
        }
        Command::Block { host } => {
            let host = name(&host)?;
            let (links, now) = (state.links.clone(), state.clock.now());
            let said = format!("{host} is blocked");
            let blocked: Result<(), ServiceError> = state
                .store
                .write(move |db| allies::block(db, &links, &host, now))
                .await;
            blocked?;
            println!("{said}");
            Ok(())
        }
        Command::Follow { host } => follow(&state, name(&host)?).await,
    }
}

async fn follow(state: &Data<State>, host: String) -> anyhow::Result<()> {
    // What is asked is signed with its key.
    state.actor(Whose::Instance).await?;
    let other = fediverse::instance_actor(state, &host)
        .await
        .with_context(|| format!("follow: {host} cannot be asked"))?;
    let (links, now) = (state.links.clone(), state.clock.now());
    state
        .store
        .write(move |db| allies::follow(db, &links, &other, now))
        .await
        .map_err(|error| match error {
            ServiceError::Forbidden => {
                anyhow::anyhow!("follow: {host} is blocked; `federation allow` ends that")
            }
            other => other.into(),
        })?;
    println!("{host} is asked to be an ally; `serve` or `worker` sends it");
    Ok(())
}

async fn list(state: &Data<State>, json: bool) -> anyhow::Result<()> {
    let links = state.links.clone();
    let all: Vec<Ally> = state.store.read(move |db| allies::list(db, &links)).await?;
    if json {
        let rows: Vec<_> = all
            .iter()
            .map(|ally| {
                serde_json::json!({
                    "host": ally.instance.host,
                    "trust": ally.instance.trust.as_str(),
                    "allied": ally.is_allied(),
                    "we_follow": ally.ours.map(Stand::as_str),
                    "they_follow": ally.theirs.map(Stand::as_str),
                    "seen_at": ally.instance.seen_at.map(|at| at.to_rfc3339()),
                    "failing_since": ally.instance.failing_since.map(|at| at.to_rfc3339()),
                    "waiting": ally.waiting,
                })
            })
            .collect();
        println!("{}", serde_json::Value::from(rows));
        return Ok(());
    }
    for ally in &all {
        println!("{}\t{}", ally.instance.host, stand(ally));
    }
    Ok(())
}

/// How it stands, in words.
fn stand(ally: &Ally) -> &'static str {
    match (ally.ours, ally.theirs) {
        _ if ally.instance.trust == Trust::Blocked => "blocked",
        _ if ally.is_allied() => "allied",
        (_, Some(Stand::Requested)) => "asks to be an ally: allow or block it",
        (Some(Stand::Requested), _) => "was asked to be an ally",
        (Some(Stand::Rejected), _) => "does not want to be an ally",
        (Some(Stand::Accepted), _) => "has agreed, and has not asked in turn",
        (None, Some(Stand::Accepted)) => "follows us, and we have not asked in turn",
        _ if ally.instance.trust == Trust::Allowed => "may ally",
        _ => "known",
    }
}

fn name(host: &str) -> anyhow::Result<String> {
    allies::host_name(host).with_context(|| format!("{host} is not a host name"))
}
