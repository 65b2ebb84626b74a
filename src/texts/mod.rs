//! The words people read, from `frontend/texts/{de,en}/` (Project Fluent), and dates in words.

mod dates;
mod money;
mod policy;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use rust_embed::RustEmbed;
use unic_langid::LanguageIdentifier;

use crate::kernel::people::Language;

pub use dates::{NO_BREAK, Relative, offset_at};
/// A value inside a text: made from `&str`, `String` or a number by `.into()`.
pub use fluent_bundle::FluentValue;

/// A folder for each language; the names of the files are the same in all.
#[derive(RustEmbed)]
#[folder = "frontend/texts/"]
struct Files;

/// Why the texts could not be loaded; a mistake in the files, found by the tests.
#[derive(Debug, thiserror::Error)]
pub enum TextsError {
    /// A file is not Fluent.
    #[error("the texts {file} cannot be read: {reason}")]
    Syntax {
        /// `de/form.ftl`.
        file: String,
        /// The parser's words.
        reason: String,
    },
    /// A key comes twice.
    #[error("the texts {file} name a key again: {reason}")]
    Twice {
        /// `de/form.ftl`.
        file: String,
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
            de: bundle(Language::De)?,
            en: bundle(Language::En)?,
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

/// Reads the files of one language. Isolation marks are left out: the texts are plain and may end
/// in mails.
fn bundle(language: Language) -> Result<FluentBundle<FluentResource>, TextsError> {
    let tag = language.tag();
    let id: LanguageIdentifier = tag.parse().map_err(|error| TextsError::Syntax {
        file: tag.to_owned(),
        reason: format!("{error:?}"),
    })?;
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    bundle.set_use_isolating(false);
    for (file, source) in files(language) {
        let resource = match FluentResource::try_new(source) {
            Ok(resource) => resource,
            Err((_, errors)) => {
                let reason = format!("{errors:?}");
                return Err(TextsError::Syntax { file, reason });
            }
        };
        if let Err(errors) = bundle.add_resource(resource) {
            let reason = format!("{errors:?}");
            return Err(TextsError::Twice { file, reason });
        }
    }
    Ok(bundle)
}

/// The names and contents of the files of one language.
fn files(language: Language) -> impl Iterator<Item = (String, String)> {
    let folder = format!("{}/", language.tag());
    Files::iter()
        .filter(move |name| name.starts_with(&folder))
        .filter_map(|name| {
            let file = Files::get(&name)?;
            let source = String::from_utf8_lossy(&file.data).into_owned();
            Some((name.into_owned(), source))
        })
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
