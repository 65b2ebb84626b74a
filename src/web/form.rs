//! `/@{username}/{slug}/book`: who comes, and what the host needs to know.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::{DateTime, TimeDelta, Utc};

use super::address::Address;
use super::answers;
use super::calendar::rfc3339;
use super::errors::{PageError, refusal_key, refused_key};
use super::fields::{Field, FieldOption, Kind, error_words};
use super::filters;
use super::holds::Note;
use super::layout::{self, Layout};
use super::page;
use super::prices::{self, Payment};
use super::schedule;
use super::wanted::{self, Unreadable, Wanted};
use super::when::Leaf;
use super::{assets, private_links};
use crate::http::language::Reader;
use crate::kernel::people::Username;
use crate::kernel::policy::Policy;
use crate::kernel::price::Pricing;
use crate::kernel::slots::{Refusal, Slot};
use crate::kernel::span::Span;
use crate::service::bookings::holds::{self, Hold};
use crate::service::bookings::{NewBooking, Wishes};
use crate::service::groups::{self, GroupRules};
use crate::service::instance::{self, Instance};
use crate::service::links::random_token;
use crate::service::slots::{self, Offered, Place, ProviderName, Wish};
use crate::service::{Db, FieldError, ServiceError, policy, prices as acts};
use crate::state::State;
use crate::texts::Words;

/// How many free times are offered instead of one that is gone.
const NEAREST: usize = 6;

/// `event_types/form.html`.
#[derive(Template)]
#[template(path = "event_types/form.html")]
struct FormPage {
    t: Words,
    layout: Layout,
    title: String,
    heading: String,
    host: String,
    leaf: Leaf,
    action: String,
    back: String,
    hidden: Vec<(&'static str, String)>,
    fields: Vec<Field>,
    has_errors: bool,
    refused: Option<String>,
    nearest: Vec<FieldOption>,
    start_error: Option<String>,
    wait: Option<String>,
    needs_approval: bool,
    payment: Option<Payment>,
    button: String,
    data_note: String,
    rule: String,
    hold_action: String,
    hold: Option<Note>,
    can_be_held: bool,
    hold_fields: Vec<(&'static str, String)>,
    is_lapsed: bool,
    script: String,
    answers_note: Option<String>,
}

/// What was typed, by the names of the fields; answers are `answers.{key}`.
pub(super) type Typed = BTreeMap<String, String>;

/// What a form is about and what it is made of.
struct Loaded {
    instance: Instance,
    offered: Offered,
    rules: GroupRules,
    span: Span,
    refusal: Option<Refusal>,
    pricing: Pricing,
    nearest: Vec<Slot>,
    policy: Policy,
    hold: Option<Hold>,
}

/// What is wrong with what was typed.
#[derive(Default)]
pub(super) struct Trouble {
    pub(super) errors: Vec<FieldError>,
    pub(super) refused: Option<&'static str>,
}

/// What the form is shown for.
pub(super) struct Asked {
    pub(super) place: Place,
    pub(super) wanted: Wanted,
    pub(super) reader: Reader,
}

/// `GET /@{username}/{slug}/book?start=2026-12-01T09:00:00Z&duration=50&zone=Europe/Berlin`
///
/// # Errors
/// `NotFound`; `Unreadable` without a start.
pub async fn show(
    state: Data<State>,
    request: HttpRequest,
    query: Query<wanted::Query>,
    reader: Reader,
) -> Result<HttpResponse, PageError> {
    let wanted = Wanted::try_from(query.into_inner())?;
    let asked = Asked {
        place: private_links::place(&state, &request, wanted.host.clone()).await?,
        wanted,
        reader,
    };
    answer(&state, &asked, &Typed::new(), Trouble::default()).await
}

/// `POST /@{username}/{slug}/book`: books, or shows the form again with what was typed.
///
/// # Errors
/// `NotFound`; `Unreadable` when start, zone or duration are none.
pub async fn book(
    state: Data<State>,
    request: HttpRequest,
    form: Form<Vec<(String, String)>>,
    reader: Reader,
) -> Result<HttpResponse, PageError> {
    let typed = typed(form.into_inner());
    let wanted = Wanted::try_from(wanted::Query::of(&typed))?;
    let mut asked = Asked {
        place: private_links::place(&state, &request, wanted.host.clone()).await?,
        wanted,
        reader,
    };
    let Some(start) = asked.wanted.start else {
        // Free times were offered in place of `instead`, and none was chosen.
        asked.wanted.start = asked.wanted.instead;
        let trouble = Trouble {
            errors: vec![FieldError {
                field: "start".to_owned(),
                code: "choose",
                max: None,
            }],
            refused: None,
        };
        return answer(&state, &asked, &typed, trouble).await;
    };
    let trouble = match state.book(new_booking(&asked, start, &typed)).await {
        Ok(booked) => {
            let link = state.links.manage(&booked.booking.id);
            let path = Address::new(page::local(&state, &link));
            let path = path.with_some("lang", layout::carried(reader));
            return Ok(page::see_other(&path.to_string()));
        }
        Err(ServiceError::Invalid(errors)) => Trouble {
            errors,
            refused: None,
        },
        Err(error) => match refused_key(&error) {
            Some(key) => Trouble {
                errors: Vec::new(),
                refused: Some(key),
            },
            None => return Err(error.into()),
        },
    };
    answer(&state, &asked, &typed, trouble).await
}

/// What was typed, by name. What was chosen of several comes under one name, one a line.
pub(super) fn typed(fields: Vec<(String, String)>) -> Typed {
    let mut typed = Typed::new();
    for (name, value) in fields {
        match typed.get_mut(&name) {
            Some(before) if name.starts_with("answers.") => {
                before.push('\n');
                before.push_str(&value);
            }
            _ => {
                typed.insert(name, value);
            }
        }
    }
    typed
}

/// What was typed, as a booking that is asked for.
pub(super) fn new_booking(asked: &Asked, start: DateTime<Utc>, typed: &Typed) -> NewBooking {
    let get = |name: &str| typed.get(name).cloned().unwrap_or_default();
    let is_between = |c: char| c == ',' || c == ';' || c.is_whitespace();
    NewBooking {
        place: asked.place.clone(),
        start,
        duration: asked.wanted.duration,
        name: get("name"),
        email: get("email"),
        zone: get("zone"),
        language: asked.reader.language,
        answers: typed
            .iter()
            .filter_map(|(name, value)| Some((name.strip_prefix("answers.")?, value)))
            .map(|(key, value)| (key.to_owned(), value.clone()))
            .collect(),
        guests: get("guests")
            .split(is_between)
            .filter(|guest| !guest.is_empty())
            .map(str::to_owned)
            .collect(),
        idempotency_key: typed.get("key").cloned(),
        wishes: Wishes {
            price: typed.get("price").cloned(),
            early_start: typed.contains_key("early_start"),
            hold: asked.wanted.hold.clone(),
            extra_places: get("extra_places").trim().parse().unwrap_or_default(),
        },
    }
}

/// The form, with what was typed and what is wrong with it.
pub(super) async fn answer(
    state: &State,
    asked: &Asked,
    typed: &Typed,
    mut trouble: Trouble,
) -> Result<HttpResponse, PageError> {
    let start = asked
        .wanted
        .start
        .ok_or_else(|| Unreadable::new("start", ""))?;
    let place = asked.place.clone();
    let (wanted, now) = (asked.wanted.clone(), state.clock.now());
    let loaded = state
        .store
        .read(move |db| load(db, &place, start, &wanted, now))
        .await?;
    trouble.refused = trouble.refused.or(loaded.refusal.map(refusal_key));
    let was_held = asked.wanted.hold.is_some() && loaded.hold.is_none();
    if was_held && loaded.refusal == Some(Refusal::Taken) {
        trouble.refused = Some("refused-hold-over");
    }
    let status = if trouble.refused.is_some() {
        StatusCode::CONFLICT
    } else if trouble.errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    page::private_html(status, &form_page(state, loaded, asked, typed, &trouble))
}

fn load(
    db: &mut Db,
    place: &Place,
    start: DateTime<Utc>,
    wanted: &Wanted,
    now: DateTime<Utc>,
) -> Result<Loaded, ServiceError> {
    let offered = slots::offered(db, place)?;
    let duration = schedule::duration(&offered, wanted)?;
    let session = groups::span_at(db, &offered, start)?;
    let span = match session.filter(|_| wanted.duration.is_none()) {
        Some(session) => session,
        None => start
            .checked_add_signed(TimeDelta::minutes(i64::from(duration)))
            .and_then(|end| Span::new(start, end))
            .ok_or(Refusal::BeyondWindow)?,
    };
    let hold = match wanted
        .hold
        .as_deref()
        .map(|token| holds::find(db, token, now))
    {
        None | Some(Err(ServiceError::Policy(_))) => None,
        Some(hold) => Some(hold?),
    };
    let hold = hold.filter(|hold| hold.event_type_id == offered.event_type.id && hold.span == span);
    let own = hold.as_ref().map(|hold| hold.holder_id.as_str());
    let refusal = match slots::check(db, &offered, span, own, now) {
        Ok(()) => None,
        Err(ServiceError::Refused(refusal)) => Some(refusal),
        Err(error) => return Err(error),
    };
    let nearest = if refusal.is_some() {
        let wish = Wish {
            duration,
            except: None,
        };
        slots::nearest(db, &offered, wish, (start, NEAREST), now)?
    } else {
        Vec::new()
    };
    Ok(Loaded {
        instance: instance::load(db)?,
        pricing: acts::of_offered(db, &offered)?,
        policy: policy::find(db, &offered.event_type.id)?,
        rules: groups::rules_of(db, &offered.event_type)?,
        offered,
        span,
        refusal,
        nearest,
        hold,
    })
}

fn form_page(
    state: &State,
    loaded: Loaded,
    asked: &Asked,
    typed: &Typed,
    trouble: &Trouble,
) -> FormPage {
    let Loaded {
        instance,
        offered,
        rules,
        span,
        nearest,
        pricing,
        policy,
        hold,
        refusal,
    } = loaded;
    let t = page::words(state, asked.reader);
    let event_type = &offered.event_type;
    let host = wished_or_all(&offered);
    let zone = asked.wanted.zone.unwrap_or(offered.zone);
    let path = offered.place().path();
    let carry = |address: Address| carry(address, asked);
    let own = carry(Address::new(&format!("{path}/book")).with("start", &rfc3339(span.start())));
    let layout = page::layout(state, &instance, asked.reader, &own.to_string());
    let title = t.with(
        "event-title",
        &[
            ("title", event_type.title.as_str().into()),
            ("host", host.into()),
        ],
    );
    let now = state.clock.now();
    let minutes = u32::try_from(span.duration().num_minutes()).unwrap_or(0);
    let choice = typed.get("price").map(String::as_str);
    let payment = Payment::of(
        &t,
        (&pricing, minutes),
        (choice, &trouble.errors),
        prices::right_until(now, zone),
    );
    let mut fields = fields(&t, (&offered, &rules), typed, &trouble.errors);
    let required = fields.iter().filter(|field| field.is_required).count();
    if payment.is_some() {
        let ticked = typed.get("early_start").map_or("", String::as_str);
        let consent = prices::consent(&t, &offered, (span.start(), zone), (ticked, now));
        fields.extend(consent.map(|field| field.checked(&t, &trouble.errors)));
    }
    let is_shown = |error: &&FieldError| fields.iter().any(|field| field.name == error.field);
    let start_error = trouble.errors.iter().find(|error| error.field == "start");
    // What has no field of its own is said above the form.
    let unseen = trouble
        .errors
        .iter()
        .find(|error| !is_shown(error) && !["start", "price"].contains(&error.field.as_str()));
    FormPage {
        heading: if required == 2 && payment.as_ref().is_none_or(|it| it.choices.is_empty()) {
            t.get("form-two")
        } else {
            t.get("form-some")
        },
        leaf: Leaf::of(&t, span, zone, offered.zone).what(title.clone()),
        action: layout.href(&format!("{path}/book")),
        rule: t.policy_rule(&policy, pricing.fixed(minutes)),
        hold_action: layout.href(&format!("{path}/hold")),
        is_lapsed: asked.wanted.hold.is_some() && hold.is_none() && trouble.refused.is_none(),
        hold: hold.map(|hold| Note::of(&t, &hold, zone, hold_api(&offered, asked))),
        can_be_held: event_type.rules.seats == 1,
        hold_fields: hold_fields(span, zone.name(), asked),
        script: assets::url("js/hold.js"),
        back: carry_time(
            Address::new(&path).with(
                "date",
                &crate::kernel::zone::date(span.start(), zone).to_string(),
            ),
            asked,
        )
        .to_string(),
        hidden: hidden(&nearest, span, zone.name(), asked, typed, trouble),
        has_errors: !trouble.errors.is_empty(),
        refused: trouble
            .refused
            .map(|key| t.get(key))
            .or_else(|| unseen.map(|error| error_words(&t, error))),
        start_error: start_error.map(|error| error_words(&t, error)),
        // Who comes by a private link has terms of their own, and these last as long as the link.
        wait: refusal
            .filter(|refusal| refusal.may_pass() && offered.link.is_none())
            .map(|_| {
                let address = Address::new(&format!("{path}/waiting"));
                carry_time(address.with("start", &rfc3339(span.start())), asked).to_string()
            }),
        nearest: nearest
            .iter()
            .map(|slot| FieldOption {
                value: rfc3339(slot.span.start()),
                label: t.moment(slot.span.start(), state.clock.now(), zone),
                is_chosen: false,
            })
            .collect(),
        needs_approval: event_type.needs_approval,
        button: if let Some(payment) = &payment {
            payment.button.clone()
        } else if event_type.needs_approval {
            t.get("request")
        } else {
            t.get("book")
        },
        data_note: t.with(
            "data-note",
            &[("coop", layout.coop.as_str().into()), ("host", host.into())],
        ),
        answers_note: answers::note(&t, event_type),
        host: host.to_owned(),
        payment,
        fields,
        title,
        t,
        layout,
    }
}

/// Who is booked: the host that is wanted, or whoever offers it.
fn wished_or_all(offered: &Offered) -> &str {
    let wished = offered
        .wished()
        .map(|(part, place)| &offered.parts[part].hosts[place].0.name);
    wished.map_or(offered.name(), String::as_str)
}

/// What the form carries on unseen. A request that was answered keeps its key only while it is
/// still the same request.
fn hidden(
    nearest: &[Slot],
    span: Span,
    zone: &str,
    asked: &Asked,
    typed: &Typed,
    trouble: &Trouble,
) -> Vec<(&'static str, String)> {
    let start = if nearest.is_empty() {
        "start"
    } else {
        "instead"
    };
    let key = typed
        .get("key")
        .filter(|_| trouble.refused.is_none())
        .cloned()
        .unwrap_or_else(random_token);
    let mut hidden = vec![
        (start, rfc3339(span.start())),
        ("zone", zone.to_owned()),
        ("key", key),
    ];
    let duration = asked.wanted.duration;
    hidden.extend(duration.map(|duration| ("duration", duration.to_string())));
    let host = asked.wanted.host.as_ref();
    hidden.extend(host.map(|host| ("host", host.to_string())));
    hidden.extend(filters::parts(&asked.wanted.filter));
    let hold = asked.wanted.hold.as_ref();
    hidden.extend(hold.map(|token| ("hold", token.clone())));
    hidden
}

/// What the form that keeps the time carries on.
fn hold_fields(span: Span, zone: &str, asked: &Asked) -> Vec<(&'static str, String)> {
    let mut fields = vec![("start", rfc3339(span.start())), ("zone", zone.to_owned())];
    let duration = asked.wanted.duration;
    fields.extend(duration.map(|duration| ("duration", duration.to_string())));
    let host = asked.wanted.host.as_ref();
    fields.extend(host.map(|host| ("host", host.to_string())));
    fields
}

/// Where a script renews the hold.
fn hold_api(offered: &Offered, asked: &Asked) -> String {
    let place = Place {
        link: None,
        ..offered.place()
    };
    let token = asked.wanted.hold.as_deref().unwrap_or_default();
    let path = match &place.provider {
        ProviderName::Host(host) => format!("hosts/{host}/event-types/{}", place.slug),
        ProviderName::Team(team) => format!("teams/{team}/event-types/{}", place.slug),
    };
    let address = Address::new(&format!("/api/v1/{path}/holds/{token}"));
    address
        .with_some("link", offered.link.as_deref())
        .to_string()
}

/// The address with zone, duration, hold and language.
pub(super) fn carry(address: Address, asked: &Asked) -> Address {
    carry_time(address, asked).with_some("hold", asked.wanted.hold.as_deref())
}

/// The address with zone, duration and language.
pub(super) fn carry_time(address: Address, asked: &Asked) -> Address {
    let duration = asked.wanted.duration.map(|duration| duration.to_string());
    filters::carry(address, &asked.wanted.filter)
        .with_some("duration", duration.as_deref())
        .with_some("zone", asked.wanted.zone.map(|zone| zone.name()))
        .with_some("host", asked.wanted.host.as_ref().map(Username::as_str))
        .with_some("lang", layout::carried(asked.reader))
}

/// The fields of whoever books or waits.
pub(super) fn fields(
    t: &Words,
    (offered, rules): (&Offered, &GroupRules),
    typed: &Typed,
    errors: &[FieldError],
) -> Vec<Field> {
    let get = |name: &str| typed.get(name).map_or("", String::as_str);
    let name = Field::new("name", t.get("field-name"), Kind::Line, get("name"));
    let email = Field::new("email", t.get("field-email"), Kind::Email, get("email"));
    let guests = Field::new("guests", t.get("field-guests"), Kind::Line, get("guests"));
    let mut fields = vec![
        name.autocomplete("name"),
        email.autocomplete("email").hint(t.get("field-email-hint")),
    ];
    fields.extend(answers::fields(t, &offered.event_type, get));
    let is_group = offered.event_type.rules.seats > 1;
    if is_group && rules.extra_places > 0 {
        let name = "extra_places";
        let extra = Field::new(name, t.get("field-extra-places"), Kind::Number, get(name));
        let hint = t.one("field-extra-places-hint", "max", rules.extra_places);
        fields.push(extra.optional().hint(hint));
    }
    if !is_group || rules.extra_places > 0 {
        fields.push(guests.optional().hint(t.get("field-guests-hint")));
    }
    fields
        .into_iter()
        .map(|field| field.checked(t, errors))
        .collect()
}
