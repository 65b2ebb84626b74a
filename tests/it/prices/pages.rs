//! What clients and hosts read and type.

use zeitgenosse::kernel::price::{Pricing, Step};
use zeitgenosse::service::ServiceError;
use zeitgenosse::service::bookings::Wishes;
use zeitgenosse::service::prices;

use super::{LATER, SOON, book, early, fixed, paid_host, set_price, sliding};
use crate::desk;
use crate::pages::{get, location, post, read};
use crate::support::rig::{Rig, booking};

const FORM: &str = "/@mira/first-session/book";

#[actix_web::test]
async fn the_final_price_is_read_before_the_first_click() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let (_, free) = get(&rig, "/@mira").await;
    set_price(&rig, &host, sliding()).await;

    let (_, list) = get(&rig, "/@mira").await;
    let (_, page) = get(&rig, "/@mira/first-session").await;
    let (_, form) = get(&rig, &format!("{FORM}?start={LATER}")).await;

    assert!(free.contains("free of charge"));
    for body in [&list, &page] {
        assert!(body.contains("<p class=\"price\">€70<small>50 minutes</small>"));
        assert!(body.contains("usual price, €45 to €95 as you can"));
        assert!(body.contains("No value added tax is charged"));
    }
    assert!(page.contains("covers 4500") && page.contains("covers 9500"));
    assert!(form.contains("value=\"standard\" checked") && form.contains("covers 9500"));
    assert!(form.contains("Book with obligation to pay: €45</span>"));
    assert!(form.contains("until Thursday 22\u{a0}January 2026"));
}

#[actix_web::test]
async fn the_button_of_a_paid_booking_says_so_in_both_languages() {
    let rig = Rig::new();
    paid_host(&rig).await;

    let (_, en) = get(&rig, &format!("{FORM}?start={LATER}")).await;
    let (_, de) = get(&rig, &format!("{FORM}?start={LATER}&lang=de")).await;

    assert!(en.contains("<button>Book with obligation to pay: €70</button>"));
    assert!(de.contains("<button>Zahlungspflichtig buchen: 70\u{a0}€</button>"));
    assert!(
        !en.contains("early_start"),
        "the session begins after 14 days"
    );
}

#[actix_web::test]
async fn an_early_session_needs_the_express_wish_of_whoever_pays() {
    let rig = Rig::new();
    paid_host(&rig).await;
    let typed = [
        ("start", SOON),
        ("zone", "Europe/Berlin"),
        ("name", "Thea Behrend"),
        ("email", "thea@post.example"),
    ];
    let (_, form) = get(&rig, &format!("{FORM}?start={SOON}")).await;

    let (status, body) = read(post(&rig, FORM, &typed).await).await;
    let mut ticked = typed.to_vec();
    ticked.push(("early_start", "yes"));
    let booked = post(&rig, FORM, &ticked).await;

    assert!(form.contains("type=\"checkbox\" id=\"early_start\"") && !form.contains("checked"));
    assert_eq!(status, 422);
    assert!(body.contains("id=\"early_start-error\"") && body.contains("Thea Behrend"));
    assert_eq!(booked.status(), 303);
    let (_, page) = get(&rig, &location(&booked)).await;
    assert!(page.contains("<p class=\"price\">€70") && page.contains("Withdraw from contract"));
}

#[actix_web::test]
async fn a_free_session_asks_for_nothing_and_has_nothing_to_withdraw_from() {
    let rig = Rig::new();
    rig.host("mira").await;

    let (_, form) = get(&rig, &format!("{FORM}?start={SOON}")).await;
    let (_, path) = book(&rig, booking("mira", SOON)).await;
    let (_, page) = get(&rig, &path).await;
    let (status, refused) = get(&rig, &format!("{path}/withdraw")).await;

    assert!(form.contains("<button>Book</button>") && !form.contains("early_start"));
    assert!(!page.contains("Withdraw") && !page.contains("<h2>Price"));
    assert_eq!(status, 409);
    assert!(refused.contains("costs nothing"));
}

#[actix_web::test]
async fn what_is_booked_keeps_its_price() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    set_price(&rig, &host, sliding()).await;
    let mut new = early(SOON);
    new.wishes.price = Some("low".to_owned());
    let (booked, path) = book(&rig, new).await;
    let dearer = Pricing {
        of: [(50, sliding().price(50).clone())].into(),
        currency: zeitgenosse::kernel::money::Currency::parse("CHF").unwrap(),
        ..fixed()
    };
    set_price(&rig, &host, dearer).await;
    set_price(&rig, &host, Pricing::default()).await;

    let (_, page) = get(&rig, &path).await;

    let charge = booked.charge.unwrap();
    assert_eq!((charge.amount.cents, charge.step), (4_500, Some(Step::Low)));
    assert!(page.contains("<p class=\"price\">€45<small>if money is tight</small>"));
}

#[actix_web::test]
async fn a_choice_that_is_not_offered_is_said_at_its_field() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    set_price(&rig, &host, sliding()).await;

    for (choice, code) in [
        (None, "choose-price"),
        (Some("lowest"), "unknown-price"),
        (Some("-1"), "unknown-price"),
    ] {
        let mut new = booking("mira", LATER);
        new.wishes = Wishes {
            price: choice.map(str::to_owned),
            ..Wishes::default()
        };
        match rig.book(new).await.unwrap_err() {
            ServiceError::Invalid(errors) => {
                assert_eq!((errors[0].field.as_str(), errors[0].code), ("price", code));
            }
            other => panic!("{other}"),
        }
    }
}

#[actix_web::test]
async fn a_duration_that_is_no_longer_offered_takes_nothing_from_what_is_booked() {
    let rig = Rig::new();
    let host = paid_host(&rig).await;
    let (_, path) = book(&rig, booking("mira", LATER)).await;
    let cookie = desk::signed_in(&rig, &host.viewer).await;
    let offer = format!("/desk/event-types/{}", host.event_type.id);
    let fields = [
        ("do", "save"),
        ("title", "First session"),
        ("slug", "first-session"),
        ("durations", "80"),
        ("step", "30"),
        ("notice", "12"),
        ("notice_unit", "hours"),
        ("window", "rolling"),
        ("window_days", "60"),
        ("location", "phone"),
        ("phone", "040 66969-123"),
        ("visibility", "public"),
    ];
    let saved = desk::post(&rig, &offer, &fields, &cookie).await;
    assert_eq!(saved.status(), 303);

    let (_, page) = get(&rig, &path).await;
    let (_, list) = get(&rig, "/@mira").await;
    let (status, tab) = desk::get(&rig, &format!("{offer}/price"), &cookie).await;

    assert!(page.contains("<p class=\"price\">€70"));
    assert!(list.contains("free of charge<small>80 minutes</small>"));
    assert_eq!(status, 200);
    assert!(tab.contains("kind.80") && !tab.contains("kind.50"));
}

#[actix_web::test]
async fn a_host_sets_three_prices_and_reads_what_is_wrong_with_them() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let cookie = desk::signed_in(&rig, &host.viewer).await;
    let path = format!("/desk/event-types/{}/price", host.event_type.id);
    let fields = |low, rate| {
        [
            ("currency", "EUR"),
            ("tax", "vat"),
            ("rate", rate),
            ("kind.50", "sliding"),
            ("price.50.low", low),
            ("price.50.standard", "72,50 €"),
            ("price.50.high", "95"),
            ("covers.50.low", "the room"),
            ("covers.50.standard", "the session"),
            ("covers.50.high", "others, too"),
        ]
    };

    for (low, rate, id) in [
        ("-45", "19", "price-50-low"),
        ("0", "19", "price-50-low"),
        ("99999999999", "19", "price-50-low"),
        ("much", "19", "price-50-low"),
        ("", "19", "price-50-low"),
        ("80", "19", "price-50-standard"),
        ("45", "99", "rate"),
    ] {
        let answer = desk::post(&rig, &path, &fields(low, rate), &cookie).await;
        let (status, body) = read(answer).await;
        assert_eq!(status, 422, "{low} {rate}");
        assert!(body.contains(&format!("id=\"{id}-error\"")), "{low} {rate}");
        assert!(body.contains("72,50 €"));
    }
    let saved = desk::post(&rig, &path, &fields("45", "8,1"), &cookie).await;
    let (_, again) = desk::get(&rig, &path, &cookie).await;
    let (_, page) = get(&rig, "/@mira/first-session?lang=de").await;

    assert_eq!(location(&saved), format!("{path}?done=saved"));
    assert!(again.contains("value=\"72.50\"") && again.contains("value=\"8.1\""));
    assert!(page.contains("72,50\u{a0}€") && page.contains("darin 8,1\u{a0}% Umsatzsteuer"));
}

#[actix_web::test]
async fn the_price_of_others_cannot_be_set() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let other = rig.host("jannis").await;
    let (viewer, id) = (other.viewer.clone(), host.event_type.id.clone());

    let refused = rig
        .write(move |db| prices::set(db, &viewer, &id, &fixed()))
        .await;

    assert!(matches!(refused, Err(ServiceError::NotFound)));
}

#[actix_web::test]
async fn the_mail_of_a_paid_booking_names_its_price_and_the_way_out() {
    let rig = Rig::new();
    paid_host(&rig).await;
    book(&rig, early(SOON)).await;

    rig.run_jobs().await.unwrap();

    let mails = rig.mails();
    let client = mails
        .iter()
        .find(|(_, mail)| mail.contains("To: \"Thea"))
        .unwrap();
    let plain = client.1.replace("=\r\n", "").replace("=\n", "");
    assert!(plain.contains("=E2=82=AC70"), "{plain}");
    assert!(plain.contains("withdraw from the contract"), "{plain}");
    assert!(
        plain.contains("session takes place before that time is over"),
        "{plain}"
    );
}
