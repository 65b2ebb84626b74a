//! What happened, in numbers: for hosts about themselves, for teams, for administrators about
//! everybody.

use chrono::{DateTime, Utc};

use super::{ServiceError, Viewer, teams};
use crate::kernel::insights::{Counter, Insights, Range, Share};
use crate::kernel::span::Span;
use crate::store::insights::{self as store, Whose};
use crate::store::{Db, people};

/// Whose sessions are counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Of {
    /// The viewer's own.
    #[default]
    Viewer,
    /// Those of a team that the viewer belongs to, by its id.
    Team(String),
    /// Everybody's; for administrators.
    Instance,
}

/// Counts the bookings that start in a range of days, in the zone of the viewer.
///
/// # Errors
/// `Forbidden` when somebody else than an administrator asks for everybody's; `NotFound` for a
/// team of others.
pub fn count(
    db: &mut Db,
    viewer: &Viewer,
    (of, range): (&Of, Range),
    now: DateTime<Utc>,
) -> Result<Insights, ServiceError> {
    let whose = match of {
        Of::Viewer => Whose::Host(&viewer.person.id),
        Of::Team(id) => {
            teams::find_own(db, viewer, id)?;
            Whose::Team(id)
        }
        Of::Instance => {
            viewer.must_be_admin()?;
            Whose::Everybody
        }
    };
    let zone = viewer.person.zone;
    let mut counter = Counter::new(range, zone, now);
    let mut shares = Vec::new();
    if let Some(span) = range.span(zone) {
        store::for_each(db, whose, span, |seen| counter.add(seen))?;
        if let Of::Team(id) = of {
            shares = shared_out(db, id, span)?;
        }
    }
    let titles = store::titles(db, counter.event_type_ids())?;
    let counted = counter.finish(|id| titles.get(id).cloned().unwrap_or_default());
    Ok(Insights { shares, ..counted })
}

/// How the sessions of a team in `range` were shared out, by name.
fn shared_out(
    db: &mut Db,
    team_id: &str,
    range: Span,
) -> Result<Vec<(String, Share)>, ServiceError> {
    let mut shares = store::shares(db, team_id, range)?;
    let ids: Vec<&str> = shares.keys().map(String::as_str).collect();
    let mut named: Vec<(String, Share)> = people::find_all(db, &ids)?
        .into_iter()
        .filter_map(|person| Some((person.name, shares.remove(&person.id)?)))
        .collect();
    named.sort_by(|one, other| one.0.cmp(&other.0));
    Ok(named)
}
