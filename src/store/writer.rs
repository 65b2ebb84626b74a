//! The one writer of the embedded database.
//!
//! Acts that wait at the same time are committed together: each runs in a savepoint of its own,
//! so one that fails undoes only itself, and one flush of the disk serves all of them. Nobody is
//! answered before the commit.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};

use diesel::Connection;
use diesel::result::Error as DieselError;
use tokio::sync::oneshot;

use super::{Changes, Db, StoreError};

/// How many acts share one commit at the most.
const BATCH: usize = 64;

/// Runs with the connection; what it returns is called once it is known whether the commit held.
type Act = Box<dyn FnOnce(&mut Db) -> Answer + Send>;
type Answer = Box<dyn FnOnce(Result<(), StoreError>) + Send>;

pub(super) struct Writer {
    acts: Sender<Act>,
}

impl Writer {
    /// Starts the thread that owns `db`. It ends when the writer is dropped.
    pub(super) fn start(db: Db, changes: Changes) -> Self {
        let (acts, waiting) = channel();
        std::thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || serve(db, &waiting, &changes))
            .map_or_else(
                |error| tracing::error!(%error, "the writer could not be started"),
                drop,
            );
        Self { acts }
    }

    pub(super) async fn run<T, E, F>(&self, f: F) -> Result<T, E>
    where
        F: FnOnce(&mut Db) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let act: Act = Box::new(move |db| {
            let result = savepoint(db, f);
            Box::new(move |committed| {
                // The one who asked may have gone; what was done stays done.
                let _ = reply.send(match committed {
                    Ok(()) => result,
                    Err(error) => result.and(Err(error.into())),
                });
            })
        });
        let gone = || StoreError::Unreachable("the writer has stopped".to_owned());
        self.acts.send(act).map_err(|_| gone())?;
        answer.await.map_err(|_| gone())?
    }
}

fn serve(mut db: Db, waiting: &Receiver<Act>, changes: &Changes) {
    while let Ok(first) = waiting.recv() {
        let batch = std::iter::once(first).chain(waiting.try_iter()).take(BATCH);
        if let Err(error) = db.begin_write() {
            for act in batch {
                drop(act);
            }
            tracing::error!(%error, "the database does not let us write");
            continue;
        }
        let answers: Vec<Answer> = batch.map(|act| act(&mut db)).collect();
        let committed = db.commit();
        if committed.is_err() {
            // A failed commit leaves the transaction open on SQLite.
            let _ = db.rollback();
        }
        changes.announce();
        let mut failure = committed.err().map(|error| error.to_string());
        for answer in answers {
            answer(match &mut failure {
                None => Ok(()),
                Some(reason) => Err(StoreError::Unreachable(reason.clone())),
            });
        }
    }
}

/// Runs `f` in a transaction of its own on this connection.
pub(super) fn in_transaction<T, E, F>(db: &mut Db, f: F) -> Result<T, E>
where
    F: FnOnce(&mut Db) -> Result<T, E>,
    E: From<StoreError>,
{
    db.begin_write().map_err(StoreError::from)?;
    match guarded(db, f) {
        Ok(value) => {
            if let Err(error) = db.commit() {
                let _ = db.rollback();
                return Err(StoreError::from(error).into());
            }
            Ok(value)
        }
        Err(error) => {
            let _ = db.rollback();
            Err(error)
        }
    }
}

/// Runs `f` in a savepoint of the open transaction.
fn savepoint<T, E, F>(db: &mut Db, f: F) -> Result<T, E>
where
    F: FnOnce(&mut Db) -> Result<T, E>,
    E: From<StoreError>,
{
    /// Lets an error of ours pass through diesel's `transaction`.
    enum Failure<E> {
        Ours(E),
        Diesel(DieselError),
    }
    impl<E> From<DieselError> for Failure<E> {
        fn from(error: DieselError) -> Self {
            Self::Diesel(error)
        }
    }
    db.transaction(|db| guarded(db, f).map_err(Failure::Ours))
        .map_err(|failure| match failure {
            Failure::Ours(error) => error,
            Failure::Diesel(error) => StoreError::from(error).into(),
        })
}

fn guarded<T, E, F>(db: &mut Db, f: F) -> Result<T, E>
where
    F: FnOnce(&mut Db) -> Result<T, E>,
    E: From<StoreError>,
{
    catch_unwind(AssertUnwindSafe(|| f(db))).unwrap_or_else(|_| Err(StoreError::Panicked.into()))
}
