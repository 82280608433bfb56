//! Expansions, compared with impls written by hand.

use quote::quote;
use syn::parse_quote;

use super::*;

/// The constant of a struct that is not checked against a file.
fn schema(
    krate: &TokenStream,
    name: &str,
    fixed: &TokenStream,
    trait_name: &TokenStream,
) -> TokenStream {
    let (limit, needs_metadata) = match name {
        "Users" => (25_usize, true),
        _ => (5_usize, false),
    };
    quote! {
        const SCHEMA: #krate::__private::PropertiesSchema = #krate::__private::PropertiesSchema::new(
            #krate::__private::Dataset {
                name: #name,
                fixed: &[#fixed],
                allows_textual: false,
                limit: #limit,
                needs_metadata: #needs_metadata,
            },
            <Self as #krate::#trait_name>::COLUMNS,
        );
    }
}

fn schema_of_users() -> TokenStream {
    let krate = quote!(::personalize_events);
    let fixed = quote!(("USER_ID", #krate::ColumnType::PLAIN));
    schema(&krate, "Users", &fixed, &quote!(UserProperties))
}

fn schema_of_interactions(krate: &TokenStream) -> TokenStream {
    let fixed = quote! {
        ("USER_ID", #krate::ColumnType::PLAIN),
        ("ITEM_ID", #krate::ColumnType::PLAIN),
        ("TIMESTAMP", #krate::ColumnType::LONG),
        ("EVENT_TYPE", #krate::ColumnType::PLAIN)
    };
    schema(krate, "Interactions", &fixed, &quote!(EventProperties))
}

fn same(kind: &RecordKind, input: &DeriveInput, expected: &TokenStream) {
    assert_eq!(expand(kind, input).to_string(), expected.to_string());
}

fn messages(kind: &RecordKind, input: &DeriveInput) -> Vec<String> {
    let Err(error) = read(kind, input) else {
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
    let schema = schema_of_interactions(&quote!(::personalize_events));
    let expected = quote! {
        const _: () = {
            #[automatically_derived]
            impl<'a> ::personalize_events::EventProperties for Watched<'a> {
                const COLUMNS: &'static [::personalize_events::__private::PropertiesPart] = &[
                    ::personalize_events::__private::PropertiesPart::column(
                        "deviceType",
                        "DEVICE_TYPE",
                        <&'a str as ::personalize_events::PropertyValue>::COLUMN
                    ),
                    ::personalize_events::__private::PropertiesPart::column(
                        "SCREEN",
                        "SCREEN",
                        <u8 as ::personalize_events::PropertyValue>::COLUMN
                    )
                ];
                #schema
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
    same(&RecordKind::EVENT, &input, &expected);
}

#[test]
fn the_id_field_implements_the_identity_and_is_not_a_property() {
    let input = parse_quote! {
        struct Viewer { #[personalize(user_id)] id: u64 }
    };
    let schema = schema_of_users();
    let expected = quote! {
        const _: () = {
            #[automatically_derived]
            impl ::personalize_events::UserProperties for Viewer {
                const COLUMNS: &'static [::personalize_events::__private::PropertiesPart] = &[];
                #schema
                fn write_properties(&self, __properties: &mut ::personalize_events::PropertiesWriter) {}
            }
            #[automatically_derived]
            impl ::personalize_events::UserIdentity for Viewer {
                fn user_id(&self) -> ::std::string::String {
                    <u64 as ::personalize_events::IdValue>::to_id(&self.id)
                }
            }
        };
    };
    same(&RecordKind::USER, &input, &expected);
}

#[test]
fn attributes_set_how_a_value_is_sent() {
    let input = parse_quote! {
        #[personalize(values = "json", crate = "films::personalize")]
        struct Watched {
            #[personalize(null_if_none, nullable)]
            minutes: Option<u32>,
            #[personalize(values = "string", allow_null_text, skip_if = "Vec::is_empty")]
            genres: Vec<String>,
            #[personalize(display, plain)]
            address: Option<Ipv4Addr>,
            #[personalize(with = "seconds", column_type = "long")]
            watched: Duration,
            #[personalize(flatten)]
            device: Device,
        }
    };
    let schema = schema_of_interactions(&quote!(films::personalize));
    let expected = quote! {
        const _: () = {
            #[automatically_derived]
            impl films::personalize::EventProperties for Watched {
                const COLUMNS: &'static [films::personalize::__private::PropertiesPart] = &[
                    films::personalize::__private::PropertiesPart::column(
                        "minutes",
                        "MINUTES",
                        <Option<u32> as films::personalize::PropertyValue>::COLUMN.nullable()
                    ),
                    films::personalize::__private::PropertiesPart::column(
                        "genres",
                        "GENRES",
                        <Vec<String> as films::personalize::PropertyValue>::COLUMN.nullable()
                    ),
                    films::personalize::__private::PropertiesPart::column(
                        "address",
                        "ADDRESS",
                        films::personalize::ColumnType::UNDECLARED_STRING.nullable()
                            .of(films::personalize::ColumnType::PLAIN)
                    ),
                    films::personalize::__private::PropertiesPart::column(
                        "watched",
                        "WATCHED",
                        films::personalize::ColumnType::UNKNOWN.of(films::personalize::ColumnType::LONG)
                    ),
                    films::personalize::__private::PropertiesPart::flattened(
                        <Device as films::personalize::EventProperties>::COLUMNS,
                        false
                    )
                ];
                #schema
                fn write_properties(&self, __properties: &mut films::personalize::PropertiesWriter) {
                    __properties.watch_columns();
                    <Option<u32> as films::personalize::PropertyValue>::write_property(
                        &self.minutes,
                        __properties.key("minutes").as_json().null_if_none()
                    );
                    if !Vec::is_empty(&self.genres) {
                        <Vec<String> as films::personalize::PropertyValue>::write_property(
                            &self.genres,
                            __properties.key("genres").allow_null_text()
                        );
                    }
                    <Ipv4Addr as films::personalize::__private::Displayed>::write_option(
                        self.address.as_ref(),
                        __properties.key("address").column(films::personalize::ColumnType::PLAIN)
                    );
                    seconds(
                        &self.watched,
                        __properties.key("watched").as_json().column(films::personalize::ColumnType::LONG)
                    );
                    <Device as films::personalize::EventProperties>::write_properties(
                        &self.device,
                        __properties
                    );
                }
            }
            const _: () = films::personalize::__private::check_keys(
                <Watched as films::personalize::EventProperties>::COLUMNS
            );
        };
    };
    same(&RecordKind::EVENT, &input, &expected);
}

#[test]
fn a_function_is_called_for_the_value_of_an_option() {
    let input = parse_quote! {
        struct Watched { #[personalize(with = "seconds", null_if_none)] paused: Option<Duration> }
    };
    let text = expand(&RecordKind::EVENT, &input).to_string();
    let expected = quote! {
        let __property = __properties.key("paused").null_if_none();
        match &self.paused {
            ::core::option::Option::Some(__value) => seconds(__value, __property),
            ::core::option::Option::None => ::personalize_events::ValueWriter::none(__property),
        }
    };
    assert!(text.contains(&expected.to_string()), "{text}");
}

#[test]
fn the_id_can_be_displayed() {
    let input = parse_quote! {
        struct Viewer<T> { #[personalize(user_id, display)] id: T }
    };
    let text = expand(&RecordKind::USER, &input).to_string();
    let expected = quote! {
        <T as ::personalize_events::__private::DisplayedId>::to_id(&self.id)
    };
    assert!(text.contains(&expected.to_string()), "{text}");
    let bound = quote!(where T: ::personalize_events::__private::DisplayedId);
    assert!(text.contains(&bound.to_string()), "{text}");
}

#[test]
fn an_id_that_may_be_the_text_null_is_declared() {
    let input = parse_quote! {
        struct Viewer { #[personalize(user_id, allow_null_text)] id: u64 }
    };
    let text = expand(&RecordKind::USER, &input).to_string();
    assert!(text.contains("fn allow_null_text (& self)"), "{text}");
}

#[test]
fn a_timestamp_of_the_service_is_in_seconds_whatever_the_key() {
    let input = parse_quote! {
        struct Film {
            #[personalize(rename = "creationTimeStamp", column_type = "long")]
            created: u64,
            expiration_timestamp: i64,
        }
    };
    let text = expand(&RecordKind::ITEM, &input).to_string();
    let count = |text: &str, part: &str| text.matches(part).count();
    assert_eq!(count(&text, ". timestamp ()"), 1, "{text}");
    let text = expand(&RecordKind::ACTION, &input).to_string();
    assert_eq!(count(&text, ". timestamp ()"), 2, "{text}");
    let text = expand(&RecordKind::USER, &input).to_string();
    assert_eq!(count(&text, ". timestamp ()"), 0, "{text}");
}

#[test]
fn types_that_depend_on_a_parameter_are_bounded_after_the_bounds_of_the_struct() {
    let input = parse_quote! {
        struct Watched<T: Copy = u8, const N: usize = 2> where T: Send {
            first: Vec<(T,)>,
            second: [String; N],
        }
    };
    let text = expand(&RecordKind::EVENT, &input).to_string();
    let head = quote! {
        impl<T: Copy, const N: usize> ::personalize_events::EventProperties for Watched<T, N>
        where
            T: Send,
            Vec<(T,)>: ::personalize_events::PropertyValue
    };
    assert!(text.contains(&format!("{head} {{")), "{text}");
}

#[test]
fn an_invalid_struct_has_errors_and_impls_that_do_nothing() {
    let input = parse_quote! { enum Viewer<T: Copy> { A(T) } };
    let expected = quote! {
        ::core::compile_error! {
            "`EventProperties` cannot be derived for an enum; derive it for a struct or implement the trait by hand"
        }
        const _: () = {
            #[automatically_derived]
            impl<T: Copy> ::personalize_events::EventProperties for Viewer<T> {
                fn write_properties(&self, _: &mut ::personalize_events::PropertiesWriter) {}
            }
        };
    };
    same(&RecordKind::EVENT, &input, &expected);
}

#[test]
fn reserved_keys_of_an_event_are_rejected_whatever_their_case() {
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
    let found = messages(&RecordKind::EVENT, &input);
    let refused: Vec<&str> = found
        .iter()
        .filter_map(|message| message.split('`').nth(1))
        .collect();
    assert_eq!(
        refused,
        ["timestamp", "sessionId", "userId", "eventType", "itemId"]
    );
}

#[test]
fn a_record_without_an_id_has_no_id_attribute() {
    let input = parse_quote! {
        struct Watched { #[personalize(item_id)] film: String }
    };
    assert_eq!(
        messages(&RecordKind::EVENT, &input),
        ["`EventProperties` has no ID; leave the field out with `skip`"]
    );
}

#[test]
fn skipped_fields_need_no_unambiguous_name() {
    let input = parse_quote! {
        struct Viewer {
            #[personalize(skip)]
            top_3_genres: String,
            #[personalize(user_id)]
            id_2: String,
        }
    };
    assert_eq!(messages(&RecordKind::USER, &input), [""; 0]);
}
