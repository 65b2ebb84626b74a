//! The table of routes; the only file that knows every adapter.

use std::sync::Arc;

use actix_web::middleware::Compress;
use actix_web::web::{self, Data};
use actix_web::{App, HttpResponse, HttpServer};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use crate::config::Config;
use crate::kernel::clock::Clock;
use crate::mail::send::{Mailer, MailerError};
use crate::outgoing::{Outgoing, OutgoingError};
use crate::rooms::Rooms;
use crate::secret::SecretError;
use crate::service::links::Links;
use crate::service::vault::Vault;
use crate::state::{Answers, State};
use crate::store::{Store, StoreError};
use crate::texts::{Texts, TextsError};
use crate::{activitypub, api, caldav, feeds, jobs, secret, web as pages};

/// The largest form or JSON body that is read, in bytes; portraits have their own limit.
const MOST_BODY: usize = 64 * 1024;

/// How we introduce ourselves to other hosts.
const USER_AGENT: &str = concat!("Zeitgenosse/", env!("CARGO_PKG_VERSION"));

/// Why the server did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data folder.
    #[error("the data folder {0} cannot be made: {1}")]
    DataDir(String, std::io::Error),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The instance's secret.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// The mail server.
    #[error("mail.smtp_url: {0}")]
    Mail(#[from] MailerError),
    /// The language files.
    #[error(transparent)]
    Texts(#[from] TextsError),
    /// What asks other hosts.
    #[error("no requests to other hosts can be made: {0}")]
    Outgoing(#[from] OutgoingError),
    /// The address to listen on.
    #[error("cannot listen on {0}: {1}")]
    Bind(String, std::io::Error),
    /// Anything else of the operating system.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// What this process does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duties {
    /// Answers requests.
    pub serve: bool,
    /// Works off the queue.
    pub work: bool,
}

/// Opens everything the handlers and jobs need. `base_url` has no slash at the end.
///
/// # Errors
/// When the data folder, the database, the secret or the mail server cannot be used.
pub fn open(config: Config, clock: Arc<dyn Clock>, base_url: &str) -> Result<State, StartError> {
    std::fs::create_dir_all(&config.data_dir)
        .map_err(|error| StartError::DataDir(config.data_dir.display().to_string(), error))?;
    let secret = secret::load(&config)?;
    Ok(State {
        store: Store::open(&config.database_url())?,
        clock,
        links: Arc::new(Links::new(&secret, base_url)),
        vault: Arc::new(Vault::new(&secret)),
        rooms: Arc::new(Rooms::from_config(&config.rooms)),
        texts: Arc::new(Texts::load()?),
        mailer: Mailer::from_config(
            config.mail.smtp_url.as_deref(),
            config.data_dir.join("mail"),
        )?,
        answers: Answers::default(),
        outgoing: Outgoing::new(config.network.allow_private, USER_AGENT)?,
        config,
    })
}

/// A socket that is bound, so that its port is known before anything is opened.
///
/// # Errors
/// When the address is taken or not ours.
pub fn listen(bind: &str) -> Result<std::net::TcpListener, StartError> {
    std::net::TcpListener::bind(bind).map_err(|error| StartError::Bind(bind.to_owned(), error))
}

/// Does its duties until the process is asked to end. What is being done then is finished.
///
/// # Errors
/// When the server cannot be started.
pub async fn run(
    state: Data<State>,
    listener: std::net::TcpListener,
    duties: Duties,
) -> Result<(), StartError> {
    let (stop, stopped) = watch::channel(false);
    let worker = duties
        .work
        .then(|| actix_web::rt::spawn(jobs::work(state.clone(), stopped)));
    if duties.serve {
        let served = Data::clone(&state);
        HttpServer::new(move || {
            App::new()
                .app_data(served.clone())
                .wrap(Compress::default())
                .configure(routes)
        })
        .worker_max_blocking_threads(16)
        .shutdown_timeout(5)
        .listen(listener)?
        .run()
        .await?;
    } else {
        asked_to_end().await?;
    }
    // The worker ends when it is told or when nobody is left to tell it.
    let _ = stop.send(true);
    if let Some(worker) = worker {
        let _ = worker.await;
    }
    Ok(())
}

/// Waits for what ends a process: the keyboard, or whoever supervises it.
async fn asked_to_end() -> Result<(), std::io::Error> {
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted,
        _ = terminate.recv() => Ok(()),
    }
}

/// Every address of the product.
pub fn routes(app: &mut web::ServiceConfig) {
    app.app_data(web::FormConfig::default().limit(MOST_BODY))
        .app_data(web::PayloadConfig::new(MOST_BODY))
        .route("/healthz", web::get().to(healthz))
        .route("/readyz", web::get().to(readyz))
        .configure(api::routes)
        .configure(feeds::routes)
        .configure(caldav::routes)
        .configure(activitypub::routes)
        .configure(pages::routes);
}

/// `GET /healthz`: the process answers.
async fn healthz() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain").body("ok\n")
}

/// `GET /readyz`: the database answers too.
async fn readyz(state: Data<State>) -> HttpResponse {
    match state.store.ping().await {
        Ok(()) => HttpResponse::Ok()
            .content_type("text/plain")
            .body("ready\n"),
        Err(error) => {
            tracing::error!(%error, "the database does not answer");
            HttpResponse::ServiceUnavailable()
                .content_type("text/plain")
                .body("the database does not answer\n")
        }
    }
}
