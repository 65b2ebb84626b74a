use chrono::{DateTime, Utc};
use proptest::prelude::*;

use super::*;
use crate::kernel::booking::CancelledBy;
use crate::kernel::span::Span;

fn options(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn question(kind: QuestionKind, is_required: bool) -> Question {
    Question {
        label: "Why?".to_owned(),
        kind,
        is_required,
        ..Question::default()
    }
}

#[track_caller]
fn check(kind: &QuestionKind, typed: &str, expected: Result<Option<Given>, AnswerError>) {
    let answer = question(kind.clone(), false).check(typed);
    assert_eq!(answer.map(|found| found.map(|one| one.given)), expected);
}

fn text(words: &str) -> Result<Option<Given>, AnswerError> {
    Ok(Some(Given::Text(words.to_owned())))
}

#[test]
fn a_number_is_typed_with_a_comma_or_a_point() {
    let any = QuestionKind::Number {
        min: None,
        max: None,
    };
    for typed in ["3", "-3", "2,5", "2.50", "0", "007", "\u{2212}4"] {
        check(&any, typed, text(typed));
    }
    check(&any, " 12 ", text("12"));
    check(&any, "", Ok(None));
}

#[test]
fn what_computers_call_numbers_is_none() {
    let any = QuestionKind::Number {
        min: None,
        max: None,
    };
    for typed in [
        "NaN",
        "inf",
        "-inf",
        "1e3",
        "1E300",
        "0x10",
        "1.000",
        "1,2,3",
        ".5",
        "5.",
        "--1",
        "+1",
        "three",
        "９",
        "1 000",
        "9999999999999",
        "-",
    ] {
        check(&any, typed, Err(AnswerError::NotANumber));
    }
    check(
        &any,
        &"9".repeat(10_000),
        Err(AnswerError::Text(TextError::TooLong { max: 40 })),
    );
}

#[test]
fn the_limits_of_a_number_belong_to_it() {
    let few = QuestionKind::Number {
        min: Decimal::parse("1"),
        max: Decimal::parse("8,5"),
    };
    check(&few, "1", text("1"));
    check(&few, "8,50", text("8,50"));
    check(&few, "0,99", Err(AnswerError::TooSmall));
    check(&few, "-1", Err(AnswerError::TooSmall));
    check(&few, "8.51", Err(AnswerError::TooLarge));
    check(&few, "999999999999", Err(AnswerError::TooLarge));
}

#[test]
fn several_are_kept_once_and_in_the_order_of_the_options() {
    let kind = QuestionKind::Several(options(&["a", "b", "c"]));
    let chosen = |names: &[&str]| Ok(Some(Given::Several(options(names))));
    check(&kind, "c\na", chosen(&["a", "c"]));
    check(&kind, "b\r\nb", chosen(&["b"]));
    check(&kind, "a\nb\nc", chosen(&["a", "b", "c"]));
    check(&kind, "\n \n", Ok(None));
    check(&kind, "a\nd", Err(AnswerError::UnknownChoice));
    check(&kind, "a\nb\nc\na", Err(AnswerError::TooMany));
    check(&kind, &"a\n".repeat(100_000), Err(AnswerError::TooMany));
}

#[test]
fn a_required_question_needs_an_answer() {
    let missing = AnswerError::Text(TextError::Missing);
    for (kind, expected) in [
        (QuestionKind::Line, missing),
        (QuestionKind::Choice(options(&["a", "b"])), missing),
        (QuestionKind::Several(options(&["a", "b"])), missing),
        (QuestionKind::YesNo, missing),
        (QuestionKind::Phone, missing),
        (QuestionKind::Check, AnswerError::MustAgree),
    ] {
        assert_eq!(question(kind.clone(), true).check(""), Err(expected));
        assert_eq!(question(kind, false).check(""), Ok(None));
    }
}

#[test]
fn no_is_an_answer_to_yes_or_no_and_none_to_a_tick() {
    check(&QuestionKind::YesNo, "no", Ok(Some(Given::No)));
    check(&QuestionKind::YesNo, "yes", Ok(Some(Given::Yes)));
    check(
        &QuestionKind::YesNo,
        "perhaps",
        Err(AnswerError::UnknownChoice),
    );
    check(&QuestionKind::Check, "no", Ok(None));
    check(&QuestionKind::Check, "yes", Ok(Some(Given::Yes)));
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn days_are_counted_from_the_end_or_from_the_cancellation_if_that_is_earlier() {
    let span = Span::new(at("2026-01-12T09:00:00Z"), at("2026-01-12T10:00:00Z")).unwrap();
    let life = |status| Life {
        status,
        span,
        sequence: 0,
    };
    let cancelled = |moment| {
        life(Status::Cancelled {
            at: at(moment),
            by: CancelledBy::Expired,
        })
    };

    assert_eq!(delete_at(&life(Status::Confirmed), 0), span.end());
    assert_eq!(
        delete_at(&life(Status::Confirmed), 90),
        at("2026-04-12T10:00:00Z")
    );
    assert_eq!(
        delete_at(&cancelled("2026-01-02T08:00:00Z"), 1),
        at("2026-01-03T08:00:00Z")
    );
    assert_eq!(delete_at(&cancelled("2026-02-02T08:00:00Z"), 0), span.end());
}

proptest! {
    #[test]
    fn a_decimal_is_read_as_it_is_written(hundredths in -99_999_999_999_999_i64..=99_999_999_999_999) {
        let whole = hundredths.abs() / 100;
        let sign = if hundredths < 0 { "-" } else { "" };
        let typed = format!("{sign}{whole}.{:02}", hundredths.abs() % 100);

        let decimal = Decimal::parse(&typed).unwrap();

        prop_assert_eq!(Decimal::parse(&decimal.to_string()), Some(decimal));
        prop_assert_eq!(decimal < Decimal::parse("0").unwrap(), hundredths < 0);
    }

    #[test]
    fn whatever_is_typed_never_panics(typed in "\\PC{0,60}") {
        let kinds = [
            QuestionKind::Number { min: None, max: None },
            QuestionKind::Several(options(&["a", "b"])),
            QuestionKind::Phone,
            QuestionKind::YesNo,
        ];
        for kind in kinds {
            let _ = question(kind, true).check(&typed);
        }
    }
}
