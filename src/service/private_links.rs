//! Links to event types that are not open to everybody: for one session, for some, until a day,
//! for one person.

use chrono::{DateTime, Utc};

use super::links::{Links, hash};
use super::slots::{self, Offered, Place};
use super::{Problems, ServiceError, Viewer, event_types, new_id};
use crate::kernel::event_type::EventType;
use crate::kernel::people::Email;
use crate::kernel::policy::{LinkTerms, LinkTermsError, PolicyRefusal};
use crate::kernel::text;
use crate::store::private_links as stored;
pub use crate::store::private_links::PrivateLink;
use crate::store::{self, Db};

/// How many links an event type has at the most, with those that were used up.
const MOST: i64 = 500;

/// A link as its host asks for it; texts are as typed.
#[derive(Debug, Clone, Default)]
pub struct LinkForm {
    /// What the host calls it; may be empty.
    pub label: String,
    /// For how many sessions; none is any number.
    pub most_uses: Option<u32>,
    /// Until when, UTC, exclusive; none is for ever.
    pub expires_at: Option<DateTime<Utc>>,
    /// For whom; empty is for whoever has it.
    pub email: String,
    /// What a session costs with it, in cents.
    pub price_cents: Option<u32>,
}

/// Where a link leads at `now`.
///
/// # Errors
/// `NotFound`, also when it was taken back; `LinkUsedUp`.
pub fn place(db: &mut Db, token: &str, now: DateTime<Utc>) -> Result<Place, ServiceError> {
    let link = stored::find_by_token(db, &hash(token))?;
    if link.revoked_at.is_some() {
        return Err(ServiceError::NotFound);
    }
    link.terms.open(link.uses, now)?;
    let event_type = store::event_types::find(db, &link.event_type_id)?;
    let offered = slots::of_event_type(db, event_type)?;
    Ok(Place {
        link: Some(token.to_owned()),
        ..offered.place()
    })
}

/// The link that something is offered by, if it is offered by one.
pub fn of_offered(db: &mut Db, offered: &Offered) -> Result<Option<PrivateLink>, ServiceError> {
    let token = offered.link.as_deref();
    let link = token.map(|token| stored::find_by_token(db, &hash(token)));
    Ok(link.transpose()?)
}

/// Fails when it is offered by a link that does not open any more.
///
/// # Errors
/// `LinkUsedUp`.
pub(super) fn check_open(
    db: &mut Db,
    offered: &Offered,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    match of_offered(db, offered)? {
        Some(link) => Ok(link.terms.open(link.uses, now)?),
        None => Ok(()),
    }
}

/// The links to one of the viewer's event types, the newest first.
///
/// # Errors
/// `NotFound`; `Forbidden` for other members of a team.
pub fn list(
    db: &mut Db,
    viewer: &Viewer,
    event_type_id: &str,
) -> Result<(EventType, Vec<PrivateLink>), ServiceError> {
    let event_type = event_types::find(db, viewer, event_type_id)?;
    let links = stored::list(db, &[event_type_id])?;
    Ok((event_type, links))
}

/// The links to all of the viewer's own event types, the newest first.
pub fn list_own(db: &mut Db, viewer: &Viewer) -> Result<Vec<PrivateLink>, ServiceError> {
    let event_types = event_types::list_own(db, viewer)?;
    let ids: Vec<&str> = event_types.iter().map(|offer| offer.id.as_str()).collect();
    Ok(stored::list(db, &ids)?)
}

/// Makes a link to one of the viewer's event types.
///
/// # Errors
/// `NotFound`; `Forbidden`; `Invalid` with the fields.
pub fn create(
    db: &mut Db,
    viewer: &Viewer,
    links: &Links,
    (event_type_id, form): (&str, &LinkForm),
    now: DateTime<Utc>,
) -> Result<PrivateLink, ServiceError> {
    event_types::find(db, viewer, event_type_id)?;
    let (label, terms) = checked(form, now)?;
    if stored::count(db, event_type_id)? >= MOST {
        let mut problems = Problems::default();
        problems.add("label", "too-many");
        problems.finish()?;
    }
    let link = PrivateLink {
        id: new_id(),
        event_type_id: event_type_id.to_owned(),
        label,
        terms,
        uses: 0,
        created_at: now,
        revoked_at: None,
    };
    stored::insert(db, &hash(&links.private_token(&link.id)), &link)?;
    Ok(link)
}

fn checked(form: &LinkForm, now: DateTime<Utc>) -> Result<(String, LinkTerms), ServiceError> {
    let mut problems = Problems::default();
    let label = problems.take("label", text::one_line(&form.label, 0, 120));
    let email = match form.email.trim() {
        "" => None,
        email => problems.take("email", Email::parse(email)),
    };
    let terms = LinkTerms {
        most_uses: form.most_uses,
        expires_at: form.expires_at,
        email,
        price_cents: form.price_cents,
    };
    if let Err(problem) = terms.check(now) {
        let field = match problem {
            LinkTermsError::Uses => "uses",
            LinkTermsError::Past => "until",
            LinkTermsError::Price => "price",
        };
        problems.add(field, problem);
    }
    problems.finish()?;
    Ok((label.unwrap_or_default(), terms))
}

/// Takes a link back: nobody can book with it any more. What was booked with it stays.
///
/// # Errors
/// `NotFound`; `Forbidden`.
pub fn revoke(
    db: &mut Db,
    viewer: &Viewer,
    id: &str,
    now: DateTime<Utc>,
) -> Result<PrivateLink, ServiceError> {
    let link = stored::find(db, id)?;
    event_types::find(db, viewer, &link.event_type_id)?;
    stored::revoke(db, id, now)?;
    Ok(link)
}

/// Whether a link can still be used at `now`.
pub fn is_open(link: &PrivateLink, now: DateTime<Utc>) -> bool {
    let open: Result<(), PolicyRefusal> = link.terms.open(link.uses, now);
    link.revoked_at.is_none() && open.is_ok()
}
