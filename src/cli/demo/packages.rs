//! The package of the demo: six sessions, some used, some planned, two left.

use std::collections::BTreeMap;

use anyhow::Context;
use chrono::{Days, TimeDelta};

use super::fill::{Tools, ZONE, local};
use crate::kernel::people::{Language, Username};
use crate::service::packages::{self, PackageForm, SessionsForm};
use crate::service::slots::{self, Wish};
use crate::service::{Db, Viewer, event_types, hosts};

/// On which days after today its sessions are, or the next free ones; below zero they are over.
const DAYS: [i64; 4] = [-13, -6, 8, 15];

/// Sells the package, books from it, and returns its id.
pub(super) fn sell(db: &mut Db, tools: &Tools) -> anyhow::Result<String> {
    let host = hosts::find(db, &Username::parse("selma")?)?;
    let viewer = Viewer { person: host };
    let offers = event_types::list_own(db, &viewer)?;
    let offer = offers
        .iter()
        .find(|offer| offer.slug.as_str() == "neuanfang")
        .context("the demo has no such offer")?;
    let sold_at = tools.now - TimeDelta::days(21);
    let today = tools.now.with_timezone(&ZONE).date_naive();
    let form = PackageForm {
        event_type_id: offer.id.clone(),
        size: Some(6),
        name: "Aylin Demirci".to_owned(),
        email: "aylin@post.example".to_owned(),
        language: Language::De,
        cents: Some(33_000),
        last_day: Some(today + Days::new(150)),
        ..PackageForm::default()
    };
    let package = packages::create(db, &viewer, tools.links, &form, sold_at)?;
    packages::make_invoice(db, &viewer, &package.id, sold_at)?;
    let token = tools.links.package_token(&package.id);
    for day in DAYS {
        let wanted = tools.now + TimeDelta::days(day);
        let wanted = local(wanted.with_timezone(&ZONE).date_naive(), 15)?;
        let booked_at = (wanted - TimeDelta::days(5)).min(tools.now);
        let (_, offered) = packages::open(db, &token, booked_at)?;
        let wish = Wish {
            duration: package.minutes,
            except: None,
        };
        let found = slots::next(db, &offered, wish, (wanted, 1), booked_at)?;
        let slot = found.first().context("nothing is free")?;
        let session = SessionsForm {
            starts: vec![slot.span.start()],
            answers: BTreeMap::new(),
        };
        packages::book(db, tools.links, &token, &session, booked_at)?;
    }
    Ok(package.id)
}
