//! The words people read, from `frontend/texts/{de,en}.ftl` (Project Fluent), and dates in words.

mod dates;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

use crate::kernel::people::Language;

pub use dates::{NO_BREAK, Relative, offset_at};
/// A value inside a text: made from `&str`, `String` or a number by `.into()`.
pub use fluent_bundle::FluentValue;

const DE: &str = include_str!("../../frontend/texts/de.ftl");
const EN: &str = include_str!("../../frontend/texts/en.ftl");

/// Why the texts could not be loaded; a mistake in the files, found by the tests.
#[derive(Debug, thiserror::Error)]
pub enum TextsError {
    /// A file is not Fluent.
    #[error("the texts in {language} cannot be read: {reason}")]
    Syntax {
        /// The file's language tag.
        language: &'static str,
        /// The parser's words.
        reason: String,
    },
    /// A key comes twice.
    #[error("the texts in {language} name a key twice: {reason}")]
    Twice {
        /// The file's language tag.
        language: &'static str,
        /// The bundle's words.
        reason: String,
    },
}

/// Every text in every language.
pub struct Texts {
    de: FluentBundle<FluentResource>,
    en: FluentBundle<FluentResource>,
}

impl Texts {
    /// Reads the texts that are part of the program.
    ///
    /// # Errors
    /// `TextsError` when a file is malformed.
    pub fn load() -> Result<Self, TextsError> {
        Ok(Self {
            de: bundle(Language::De, DE)?,
            en: bundle(Language::En, EN)?,
        })
    }

    /// The text of `key`. A key that does not exist is its own text; a test keeps that from
    /// happening.
    pub fn get(&self, language: Language, key: &str) -> String {
        self.format(language, key, None)
            .unwrap_or_else(|| key.to_owned())
    }

    /// The text of `key` with values in it.
    pub fn with(
        &self,
        language: Language,
        key: &str,
        values: &[(&'static str, FluentValue<'_>)],
    ) -> String {
        let args: FluentArgs<'_> = values.iter().cloned().collect();
        self.format(language, key, Some(&args))
            .unwrap_or_else(|| key.to_owned())
    }

    /// The text of `key`, if there is one: for keys made of data, such as `zone-vienna`.
    pub fn find(&self, language: Language, key: &str) -> Option<String> {
        self.format(language, key, None)
    }

    fn format(
        &self,
        language: Language,
        key: &str,
        args: Option<&FluentArgs<'_>>,
    ) -> Option<String> {
        let bundle = match language {
            Language::De => &self.de,
            Language::En => &self.en,
        };
        let pattern = bundle.get_message(key)?.value()?;
        // What is missing in `args` is printed as its name; a half text beats none.
        let text = bundle.format_pattern(pattern, args, &mut Vec::new());
        Some(text.into_owned())
    }
}

/// Reads one file. Isolation marks are left out: the texts are plain and may end in mails.
fn bundle(language: Language, source: &str) -> Result<FluentBundle<FluentResource>, TextsError> {
    let tag = language.tag();
    let resource =
        FluentResource::try_new(source.to_owned()).map_err(|(_, errors)| TextsError::Syntax {
            language: tag,
            reason: format!("{errors:?}"),
        })?;
    let id: LanguageIdentifier = tag.parse().map_err(|error| TextsError::Syntax {
        language: tag,
        reason: format!("{error:?}"),
    })?;
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    bundle.set_use_isolating(false);
    bundle
        .add_resource(resource)
        .map_err(|errors| TextsError::Twice {
            language: tag,
            reason: format!("{errors:?}"),
        })?;
    Ok(bundle)
}

/// The texts in the language of one reader. Templates hold it as `t`.
#[derive(Clone)]
pub struct Words {
    texts: Arc<Texts>,
    /// Whose language it is.
    pub language: Language,
}

impl Words {
    /// The texts for somebody who reads `language`.
    pub fn new(texts: Arc<Texts>, language: Language) -> Self {
        Self { texts, language }
    }

    /// The text of `key`.
    pub fn get(&self, key: &str) -> String {
        self.texts.get(self.language, key)
    }

    /// The text of `key` with values in it.
    pub fn with(&self, key: &str, values: &[(&'static str, FluentValue<'_>)]) -> String {
        self.texts.with(self.language, key, values)
    }

    /// The text of `key` with one value in it: `t.one("book-with", "name", &host.name)`.
    pub fn one<'a>(
        &self,
        key: &str,
        name: &'static str,
        value: impl Into<FluentValue<'a>>,
    ) -> String {
        self.with(key, &[(name, value.into())])
    }

    /// The text of `key` with a whole number in it; the texts choose the plural by it.
    pub fn count(&self, key: &str, count: usize) -> String {
        self.one(key, "count", count)
    }

    /// The text of `key`, if there is one: for keys made of data.
    pub fn find(&self, key: &str) -> Option<String> {
        self.texts.find(self.language, key)
    }

    /// The language's tag (BCP 47): `de`.
    pub fn tag(&self) -> &'static str {
        self.language.tag()
    }
}
