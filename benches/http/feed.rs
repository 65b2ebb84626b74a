//! A calendar feed that has not changed.

use std::path::Path;
use std::sync::Arc;

use chrono::TimeDelta;
use zeitgenosse::config::Config;
use zeitgenosse::kernel::clock::SystemClock;
use zeitgenosse::kernel::people::Username;
use zeitgenosse::server;
use zeitgenosse::service::feeds::{self, FeedDetail};
use zeitgenosse::service::{ServiceError, Viewer, event_types};
use zeitgenosse::store::people;

use super::client::Connection;
use super::data::{self, Amount};
use super::load::{SECONDS, wrk};
use super::servers::{Empty, Product};
use super::{Row, row};

/// How many sessions the feed has.
const SESSIONS: i64 = 1_000;

/// How often it is said that nothing has changed, beside an empty handler.
pub fn measure(folder: &Path) -> Vec<Row> {
    let amount = Amount {
        hosts: 1,
        bookings: 0,
        busy: 0,
    };
    let data = data::fill(folder, None, amount);
    let config = Config {
        data_dir: folder.to_owned(),
        ..Config::default()
    };
    let state = server::open(config, Arc::new(SystemClock), "http://127.0.0.1:8080").unwrap();
    let (links, now) = (Arc::clone(&state.links), state.clock.now());
    let filled = state.store.write(move |db| {
        let username = Username::parse("host0").unwrap();
        let viewer = Viewer {
            person: people::find_by_username(db, &username)?,
        };
        let event_type = event_types::list_own(db, &viewer)?.remove(0);
        for place in 0..SESSIONS {
            data::book_at(db, &links, &event_type, now + TimeDelta::hours(place + 1))?;
        }
        let feed = feeds::create(db, &viewer, &links, (None, FeedDetail::Names), now)?;
        Ok::<_, ServiceError>(links.feed_token(&feed.id))
    });
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let token = runtime.block_on(filled).unwrap();
    drop(state);
    let (empty, product) = (Empty::start(), Product::start(&data));
    let path = format!("/feeds/{token}.ics");
    let mut connection = Connection::open(&product.address).unwrap();
    let whole = connection.get(&path, &[]).unwrap();
    let text = String::from_utf8_lossy(&whole.body);
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 1_000);
    let etag = whole.etag.unwrap();
    let paths = [path];
    let known = [("If-None-Match", etag.as_str())];
    let most = wrk(&empty.address, &paths, (SECONDS, None), &known).rate;
    let rate = wrk(&product.address, &paths, (SECONDS, None), &known).rate;
    vec![row(
        "feed of 1,000 sessions that has not changed",
        format!(
            "{rate:.0} requests/s, {:.0} % of an empty handler",
            rate / most * 100.0
        ),
        "≥ 50 %",
    )]
}
