//! How a set of texts is declared once for both languages: a field each, which language speaks, and a test that both speak of the
//! same values.

/// Declares `Texts` with these fields, and `texts(labels)`, which gives those of `EN` or `ZH`.
macro_rules! texts {
    ($($field:ident),* $(,)?) => {
        /// The texts of one language.
        pub struct Texts { $(pub $field: &'static str,)* }

        impl Texts {
            /// Every single text by name.
            #[must_use]
            pub fn all(&self) -> Vec<(&'static str, &'static str)> {
                vec![$((stringify!($field), self.$field)),*]
            }
        }

        /// The texts of a language.
        #[must_use]
        pub fn texts(labels: &$crate::labels::Labels) -> &'static Texts {
            match labels.language {
                $crate::config::Language::En => &EN,
                $crate::config::Language::Zh => &ZH,
            }
        }

        #[cfg(test)]
        mod tests {
            use super::{EN, ZH};

            #[test]
            fn both_languages_speak_of_the_same_values() {
                $crate::labels::texts::speak_alike(&EN.all(), &ZH.all());
            }
        }
    };
}

pub(super) use texts;

/// Fails where a text is empty, or names other values in one language than in the other.
#[cfg(test)]
pub(super) fn speak_alike(en: &[(&str, &'static str)], zh: &[(&str, &'static str)]) {
    let placeholders = |template: &'static str| {
        let names = template.split('{').skip(1).filter_map(|p| p.split(['}', '|']).next());
        names.collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(en.len(), zh.len());
    for ((name, en), (_, zh)) in en.iter().zip(zh) {
        assert_eq!(placeholders(en), placeholders(zh), "{name}");
        assert!(!en.is_empty() && !zh.is_empty(), "{name}");
    }
}
