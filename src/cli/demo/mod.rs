//! `demo`: an instance of a co-op with people, offers and bookings, in a folder that is thrown
//! away.

mod calendars;
mod fill;
mod money;
mod packages;
mod people;
mod polls;
mod reminders;
mod sessions;
mod teams;
mod webinar;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use actix_web::web::Data;
use anyhow::Context;
use url::Url;

use crate::config::{Config, JitsiConfig, RoomsConfig};
use crate::server::{self, Duties};
use crate::service::accounts;
use crate::state::State;
use crate::store::StoreError;
use fill::{Filled, Tools};

/// The password of everybody in the demo.
const PASSWORD: &str = "moin-lotsenhaus";

/// How to show it.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The address and port to listen on; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:0")]
    bind: String,
}

/// Serves the demo until the process is asked to end.
pub(super) async fn run(config: Config, arguments: &Arguments) -> anyhow::Result<()> {
    let folder = Folder::make()?;
    let listener = server::listen(&arguments.bind)?;
    let base_url = format!("http://{}", listener.local_addr()?);
    let config = Config {
        bind: arguments.bind.clone(),
        data_dir: folder.0.clone(),
        rooms: rooms(config.rooms)?,
        ..Config::default()
    };
    let state = Data::new(server::open(config, super::clock()?, &base_url)?);
    let filled = fill(&state).await?;
    print_links(&state, &filled, &folder.0);
    let duties = Duties {
        serve: true,
        work: true,
    };
    server::run(state, listener, duties).await?;
    Ok(())
}

/// The rooms that are configured, or a server that stands for one; nothing asks it anything.
fn rooms(configured: RoomsConfig) -> anyhow::Result<RoomsConfig> {
    if configured.jitsi.is_some() {
        return Ok(configured);
    }
    Ok(RoomsConfig {
        jitsi: Some(JitsiConfig {
            url: Url::parse("https://meet.example")?,
            operator: "Lotsenhaus eG".to_owned(),
        }),
    })
}

async fn fill(state: &Data<State>) -> anyhow::Result<Filled> {
    /// Lets what filling says pass through the store.
    struct Failure(anyhow::Error);
    impl From<StoreError> for Failure {
        fn from(error: StoreError) -> Self {
            Self(error.into())
        }
    }
    let password_hash = accounts::hash_password(PASSWORD)?;
    let (links, rooms) = (Arc::clone(&state.links), Arc::clone(&state.rooms));
    let (texts, now) = (Arc::clone(&state.texts), state.clock.now());
    state
        .store
        .write(move |db| {
            let tools = Tools {
                links: &links,
                rooms: &rooms,
                texts: &texts,
                now,
            };
            fill::fill(db, &tools, &password_hash).map_err(Failure)
        })
        .await
        .map_err(|Failure(error)| error.context("the demo could not be filled"))
}

fn print_links(state: &State, filled: &Filled, folder: &Path) {
    let base = state.links.base_url();
    println!("The demo of Zeitgenosse runs: Lotsenhaus eG, Hamburg. Worth clicking:\n");
    for (label, link) in [
        ("The front page", format!("{base}/")),
        ("A coach", format!("{base}/@miriam")),
        ("Choosing a time", format!("{base}/@miriam/einzelcoaching")),
        (
            "The same in English",
            format!("{base}/@tomasz/first-talk?lang=en"),
        ),
        ("A client's booking", state.links.manage(&filled.confirmed)),
        ("One that waits", state.links.manage(&filled.requested)),
        ("A team", format!("{base}/teams/beratung")),
        ("A poll", state.links.poll(&filled.poll)),
        ("A package", state.links.package(&filled.package)),
        ("The coach's desk", format!("{base}/desk")),
        ("The API", format!("{base}/api/docs/")),
    ] {
        println!("  {label:<21}{link}");
    }
    println!("\nAt the desk, log in as miriam (a coach) or henrike (the office); the password of");
    println!("everybody in this demo is {PASSWORD}");
    println!(
        "Mails are files in {}. Ctrl-C ends the demo and removes everything.",
        folder.join("mail").display()
    );
}

/// A folder for the time of one process.
struct Folder(PathBuf);

impl Folder {
    fn make() -> anyhow::Result<Self> {
        use std::os::unix::fs::DirBuilderExt;
        let name = format!("zeitgenosse-demo-{}", uuid::Uuid::now_v7().simple());
        let path = std::env::temp_dir().join(name);
        std::fs::DirBuilder::new()
            .mode(0o700)
            .create(&path)
            .with_context(|| format!("{} cannot be made", path.display()))?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!(%error, "the demo's folder could not be removed");
        }
    }
}
