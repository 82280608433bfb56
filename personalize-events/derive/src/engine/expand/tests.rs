//! Expansions, compared with what a person would have written.

use quote::quote;
use syn::parse_quote;

use super::*;

const WITH_ID: Kind = Kind {
    trait_name: "UserProperties",
    identity: Some(Identity {
        trait_name: "UserIdentity",
        method: "user_id",
        key: "userId",
    }),
};

const WITHOUT_ID: Kind = Kind {
    trait_name: "EventProperties",
    identity: None,
};

fn same(kind: &Kind, input: &DeriveInput, expected: &TokenStream) {
    assert_eq!(expand(kind, input).to_string(), expected.to_string());
}

fn messages(kind: &Kind, input: &DeriveInput) -> Vec<String> {
    let Err(error) = input::read(kind, input) else {
        return Vec::new();
    };
    error.into_iter().map(|error| error.to_string()).collect()
}

#[test]
fn each_field_is_written_under_its_key() {
    let input = parse_quote! {
        struct Watched<'a> {
            device_type: &'a str,
            #[personalize(rename = "SCREEN")]
            screen_size: u8,
        }
    };
    let expected = quote! {
        const _: () = {
            #[automatically_derived]
            impl<'a> ::personalize_events::EventProperties for Watched<'a> {
                const KEYS: &'static ::personalize_events::__private::Keys = &::personalize_events::__private::Keys {
                    own: &["deviceType", "SCREEN"],
                    flattened: &[],
                };
                fn write_properties(&self, __properties: &mut ::personalize_events::PropertiesWriter) {
                    <&'a str as ::personalize_events::PropertyValue>::write_property(
                        &self.device_type,
                        __properties.key("deviceType")
                    );
                    <u8 as ::personalize_events::PropertyValue>::write_property(
                        &self.screen_size,
                        __properties.key("SCREEN")
                    );
                }
            }
        };
    };
    same(&WITHOUT_ID, &input, &expected);
}

#[test]
fn a_field_marked_as_the_id_gives_the_identity_and_no_property() {
    let input = parse_quote! {
        struct Viewer { #[personalize(user_id)] id: u64 }
    };
    let expected = quote! {
        const _: () = {
            #[automatically_derived]
            impl ::personalize_events::UserProperties for Viewer {
                const KEYS: &'static ::personalize_events::__private::Keys = &::personalize_events::__private::Keys {
                    own: &[],
                    flattened: &[],
                };
                fn write_properties(&self, __properties: &mut ::personalize_events::PropertiesWriter) {
                    <u64 as ::personalize_events::IdValue>::check_id(&self.id, "userId", __properties);
                }
            }
            #[automatically_derived]
            impl ::personalize_events::UserIdentity for Viewer {
                fn user_id(&self) -> ::std::string::String {
                    <u64 as ::personalize_events::IdValue>::to_id(&self.id)
                }
            }
        };
    };
    same(&WITH_ID, &input, &expected);
}

#[test]
fn marks_say_how_a_value_is_sent() {
    let input = parse_quote! {
        #[personalize(values = "native", crate = "films::personalize")]
        struct Watched {
            #[personalize(null)]
            minutes: Option<u32>,
            #[personalize(values = "string", allow_null_text, skip_if = "Vec::is_empty")]
            genres: Vec<String>,
            #[personalize(display)]
            address: Option<Ipv4Addr>,
            #[personalize(with = "seconds")]
            watched: Duration,
            #[personalize(flatten)]
            device: Device,
        }
    };
    let expected = quote! {
        const _: () = {
            #[automatically_derived]
            impl films::personalize::EventProperties for Watched {
                const KEYS: &'static films::personalize::__private::Keys = &films::personalize::__private::Keys {
                    own: &["minutes", "genres", "address", "watched"],
                    flattened: &[<Device as films::personalize::EventProperties>::KEYS],
                };
                fn write_properties(&self, __properties: &mut films::personalize::PropertiesWriter) {
                    __properties.watch_columns();
                    <Option<u32> as films::personalize::PropertyValue>::write_property(
                        &self.minutes,
                        __properties.key("minutes").native().or_null()
                    );
                    if !Vec::is_empty(&self.genres) {
                        <Vec<String> as films::personalize::PropertyValue>::write_property(
                            &self.genres,
                            __properties.key("genres").allow_null_text()
                        );
                    }
                    <Ipv4Addr as films::personalize::__private::Displayed>::write_option(
                        self.address.as_ref(),
                        __properties.key("address").native()
                    );
                    seconds(&self.watched, __properties.key("watched").native());
                    <Device as films::personalize::EventProperties>::write_properties(
                        &self.device,
                        __properties
                    );
                }
            }
            const _: () = films::personalize::__private::check_keys(
                <Watched as films::personalize::EventProperties>::KEYS
            );
        };
    };
    same(&WITHOUT_ID, &input, &expected);
}

#[test]
fn an_id_that_may_be_the_text_null_is_not_checked() {
    let input = parse_quote! {
        struct Viewer { #[personalize(user_id, allow_null_text)] id: u64 }
    };
    let text = expand(&WITH_ID, &input).to_string();
    assert!(
        text.contains("to_id") && !text.contains("check_id"),
        "{text}"
    );
}

#[test]
fn types_that_depend_on_a_parameter_are_bounded_after_the_bounds_of_the_struct() {
    let input = parse_quote! {
        struct Watched<T: Copy = u8, const N: usize = 2> where T: Send {
            first: Vec<(T,)>,
            second: [String; N],
        }
    };
    let text = expand(&WITHOUT_ID, &input).to_string();
    let head = quote! {
        impl<T: Copy, const N: usize> ::personalize_events::EventProperties for Watched<T, N>
        where
            T: Send,
            Vec<(T,)>: ::personalize_events::PropertyValue
    };
    assert!(text.contains(&format!("{head} {{")), "{text}");
}

#[test]
fn wrong_input_gives_the_errors_and_impls_that_do_nothing() {
    let input = parse_quote! { enum Viewer<T: Copy> { A(T) } };
    let expected = quote! {
        ::core::compile_error! {
            "`EventProperties` cannot be derived for an enum: derive it for a struct, or implement the trait by hand"
        }
        const _: () = {
            #[automatically_derived]
            impl<T: Copy> ::personalize_events::EventProperties for Viewer<T> {
                fn write_properties(&self, _: &mut ::personalize_events::PropertiesWriter) {}
            }
        };
    };
    same(&WITHOUT_ID, &input, &expected);
}

#[test]
fn keys_that_an_event_cannot_have_are_refused_in_any_spelling() {
    let input = parse_quote! {
        struct Watched {
            timestamp: u64,
            session_id: String,
            #[personalize(rename = "USERID")]
            who: String,
            #[personalize(rename = "Event_Type")]
            what: String,
            #[personalize(skip)]
            impression: String,
            item_id: String,
        }
    };
    let found = messages(&WITHOUT_ID, &input);
    let refused: Vec<&str> = found
        .iter()
        .filter_map(|message| message.split('`').nth(1))
        .collect();
    assert_eq!(refused, ["timestamp", "sessionId", "userId", "eventType"]);
}

#[test]
fn a_record_without_an_id_takes_no_mark_for_one() {
    let input = parse_quote! {
        struct Watched { #[personalize(item_id)] film: String }
    };
    assert_eq!(
        messages(&WITHOUT_ID, &input),
        ["`EventProperties` has no id; leave the field out with `skip`"]
    );
}

#[test]
fn fields_that_are_left_out_need_no_clear_name() {
    let input = parse_quote! {
        struct Viewer {
            #[personalize(skip)]
            top_3_genres: String,
            #[personalize(user_id)]
            id_2: String,
        }
    };
    assert_eq!(messages(&WITH_ID, &input), [""; 0]);
}
