//! Groups whose members are fixed: who comes to every session, and who was there.

use chrono::{DateTime, TimeDelta, Utc};

use super::super::bookings;
use super::super::bookings::seats::{self, Kept};
use super::super::links::Links;
use super::super::slots::{Offered, Provider};
use super::super::{Problems, ServiceError, Viewer, event_types, new_id, policy};
use super::{Member, Session};
use crate::kernel::booking::Attendee;
use crate::kernel::people::{Email, Language, parse_person_name};
use crate::kernel::policy::PolicyRefusal;
use crate::store::groups::Seats;
use crate::store::{self, Db};

/// The most fixed members of a group.
const MOST_MEMBERS: usize = 100;

/// Whether somebody was at a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attendance {
    /// They were there.
    Present,
    /// They were not.
    Absent,
    /// They were not, and had said so.
    Excused,
}

impl Attendance {
    /// Every word, in the order of the sheet.
    pub const ALL: [Self; 3] = [Self::Present, Self::Absent, Self::Excused];

    /// How it is stored and sent.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::Absent => "absent",
            Self::Excused => "excused",
        }
    }

    /// The word that is stored or sent so; none if it is not known yet.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == word)
    }
}

/// The fixed members of one of the viewer's event types.
///
/// # Errors
/// `NotFound`.
pub fn members(
    db: &mut Db,
    viewer: &Viewer,
    event_type_id: &str,
) -> Result<Vec<Member>, ServiceError> {
    event_types::find(db, viewer, event_type_id)?;
    Ok(store::groups::members(db, event_type_id)?)
}

/// Adds a fixed member: sessions that are set from now on book them in.
///
/// # Errors
/// `NotFound`; `Invalid` with the fields.
pub fn add_member(
    db: &mut Db,
    viewer: &Viewer,
    event_type_id: &str,
    (name, email, language): (&str, &str, Language),
) -> Result<(), ServiceError> {
    let known = members(db, viewer, event_type_id)?;
    let mut problems = Problems::default();
    let name = problems.take("name", parse_person_name(name));
    let email = problems.take("email", Email::parse(email));
    if known
        .iter()
        .any(|member| Some(&member.email) == email.as_ref())
    {
        problems.add("email", "already-taken");
    }
    if known.len() >= MOST_MEMBERS {
        problems.add("name", "too-many");
    }
    problems.finish()?;
    let (Some(name), Some(email)) = (name, email) else {
        return Err(ServiceError::Invalid(Vec::new()));
    };
    let member = Member {
        id: new_id(),
        name,
        email,
        language,
    };
    Ok(store::groups::add_member(db, event_type_id, &member)?)
}

/// Removes a fixed member; the sessions they are booked into stay as they are.
///
/// # Errors
/// `NotFound`.
pub fn remove_member(
    db: &mut Db,
    viewer: &Viewer,
    (event_type_id, id): (&str, &str),
) -> Result<(), ServiceError> {
    event_types::find(db, viewer, event_type_id)?;
    Ok(store::groups::remove_member(db, event_type_id, id)?)
}

/// Books the fixed members into a session that was just set.
///
/// # Errors
/// `Refused` when it has fewer seats than there are members.
pub(super) fn book_in(
    db: &mut Db,
    links: &Links,
    offered: &Offered,
    session: &Session,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let mut offered = offered.clone();
    offered.event_type.needs_approval = false;
    offered.event_type.title.clone_from(&session.title);
    let terms = policy::terms(db, &offered)?;
    for member in store::groups::members(db, &session.event_type_id)? {
        store::groups::take_seats(db, &session.id, 1)?;
        let attendee = Attendee {
            id: new_id(),
            name: member.name,
            email: member.email,
            zone: offered.zone,
            language: member.language,
            guests: Vec::new(),
            answers: Vec::new(),
        };
        let seats = Seats {
            session_id: session.id.clone(),
            places: 1,
        };
        let kept = Kept {
            span: session.span,
            seats: Some(seats),
            hosts: offered.everybody(),
            attendee,
            terms: terms.clone(),
            // What a fixed group owes was agreed with it, and not by a booking.
            order: None,
        };
        seats::book_kept(db, links, (&offered, kept), now)?;
    }
    Ok(())
}

/// Writes down who was at a session: the ids of bookings with what is known of each. Whoever did
/// not come and had not said so is a no-show, as in a session of their own.
///
/// # Errors
/// `NotFound`.
pub fn set_attendance(
    db: &mut Db,
    viewer: &Viewer,
    session_id: &str,
    sheet: &[(String, Option<Attendance>)],
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let session = store::groups::find(db, session_id)?;
    event_types::find(db, viewer, &session.event_type_id)?;
    for (booking_id, attendance) in sheet {
        let word = attendance.map_or("", Attendance::as_str);
        store::groups::set_attendance(db, session_id, booking_id, word)?;
        match attendance {
            Some(Attendance::Absent) => match policy::mark_no_show(db, viewer, booking_id, now) {
                // Before it begins the sheet is a note.
                Ok(_) | Err(ServiceError::Policy(PolicyRefusal::NotBegun)) => {}
                Err(error) => return Err(error),
            },
            _ => drop(policy::unmark_no_show(db, viewer, booking_id)?),
        }
    }
    Ok(())
}

/// What somebody has attended.
#[derive(Debug, Clone)]
pub struct Certificate {
    /// Who.
    pub name: String,
    /// What, and by whom it was held.
    pub offered: Offered,
    /// The sessions at which they were, in order of time.
    pub sessions: Vec<Session>,
}

impl Certificate {
    /// How long these sessions were together.
    pub fn duration(&self) -> TimeDelta {
        self.sessions
            .iter()
            .map(|session| session.span.duration())
            .sum()
    }

    /// Who signs it.
    pub fn signed_by(&self) -> &str {
        match &self.offered.provider {
            Provider::Host(host) => &host.name,
            Provider::Team(team) => &team.name,
        }
    }
}

/// The hours that the client of one of the viewer's bookings has attended, by their address.
///
/// # Errors
/// `NotFound`.
pub fn certificate(
    db: &mut Db,
    viewer: &Viewer,
    booking_id: &str,
) -> Result<Certificate, ServiceError> {
    let view = bookings::load(db, booking_id)?;
    event_types::find(db, viewer, &view.booking.event_type_id)?;
    let attendee = view.booking.attendee;
    let event_type_id = &view.booking.event_type_id;
    Ok(Certificate {
        sessions: store::groups::attended(db, event_type_id, &attendee.email)?,
        name: attendee.name,
        offered: view.offered,
    })
}
