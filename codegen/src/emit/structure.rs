//! Structures and their builders.
//!
//! ```text
//! const USER_ID: &[Constraint] = &[…];
//!
//! #[derive(Clone, PartialEq, Serialize)]
//! pub struct User { #[serde(rename = "userId")] user_id: String }
//! impl User { pub fn builder() -> UserBuilder; pub fn user_id(&self) -> &str }
//!
//! #[derive(Clone, Default)]
//! pub struct UserBuilder { user_id: Option<String> }
//! impl UserBuilder { pub fn user_id(…) -> Self; pub fn build(self) -> Result<User, Invalid> }
//! impl Build for UserBuilder { … }
//! ```

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{docs, ident, types};
use crate::ir::{Length, Range};
use crate::plan::{Constraint, Debug, Member, Structure, Type};

pub(super) fn structure(structure: &Structure) -> TokenStream {
    let tables = structure.members.iter().filter_map(|member| {
        let (name, rows) = member.table.as_ref()?;
        let (name, rows) = (ident(name), rows.iter().map(constraint));
        Some(quote!(const #name: &[Constraint] = &[#(#rows),*];))
    });
    let definition = definition(structure);
    let debug = debug(structure);
    let nested = structure.nested.then(|| nested(structure));
    let builder = builder(structure);
    quote! {
        #(#tables)*
        #definition
        #debug
        #builder
        #nested
    }
}

fn constraint(row: &Constraint) -> TokenStream {
    match row {
        Constraint::Json => quote!(Constraint::Json),
        Constraint::JsonObject => quote!(Constraint::JsonObject),
        Constraint::Length(Length { min, max }) => {
            let min = number(*min);
            if let Some(max) = max.map(number) {
                quote!(Constraint::length(#min, #max))
            } else {
                quote!(Constraint::min_length(#min))
            }
        }
        Constraint::Range(Range { min, max }) => {
            let (min, max) = (bound(min.as_ref()), bound(max.as_ref()));
            quote!(Constraint::Range { min: #min, max: #max })
        }
        Constraint::Pattern(name) => {
            let name = ident(name);
            quote!(Constraint::Pattern(&patterns::#name))
        }
        Constraint::Each(rows) => {
            let rows = rows.iter().map(constraint);
            quote!(Constraint::Each(&[#(#rows),*]))
        }
    }
}

/// `Some(Bound::Integer(-1))`
fn bound(bound: Option<&serde_json::Number>) -> TokenStream {
    let Some(bound) = bound else {
        return quote!(None);
    };
    let minus = bound.to_string().starts_with('-').then(|| quote!(-));
    if let Some(integer) = bound.as_i64() {
        let digits = number(integer.unsigned_abs());
        return quote!(Some(Bound::Integer(#minus #digits)));
    }
    let digits = bound.as_f64().unwrap_or_default().abs();
    let digits = Literal::f64_unsuffixed(digits);
    quote!(Some(Bound::Float(#minus #digits)))
}

/// A number as people write it: `24_000`.
pub(super) fn number(value: u64) -> TokenStream {
    let digits = value.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) && digits.len() > 4 {
            grouped.push('_');
        }
        grouped.push(digit);
    }
    grouped
        .parse()
        .map(|literal: Literal| quote!(#literal))
        .unwrap_or_default()
}

fn definition(structure: &Structure) -> TokenStream {
    let name = ident(&structure.name);
    let builder = ident(&structure.builder);
    let docs_of_it = docs(&structure.docs);
    let start_docs = docs(&structure.start_docs);
    let derives = match structure.debug {
        Debug::All => quote!(Clone, Debug, PartialEq, Serialize),
        Debug::Redacting | Debug::Nothing => quote!(Clone, PartialEq, Serialize),
    };
    let fields = structure.members.iter().map(field);
    let getters = structure.members.iter().map(|member| {
        let (docs, getter) = (docs(&member.docs), ident(&member.field));
        let (returned, value) = types::getter(member);
        quote! {
            #docs
            #[must_use]
            pub fn #getter(&self) -> #returned {
                #value
            }
        }
    });
    quote! {
        #docs_of_it
        #[derive(#derives)]
        #[serde(crate = "crate::runtime::serde")]
        pub struct #name {
            #(#fields),*
        }

        impl #name {
            #start_docs
            pub fn builder() -> #builder {
                #builder::default()
            }

            #(#getters)*
        }
    }
}

fn field(member: &Member) -> TokenStream {
    let (field, wire, owned) = (ident(&member.field), &member.wire, types::owned(&member.ty));
    let with = match (&member.ty, member.required) {
        (Type::Float(_), true) => quote!(, serialize_with = "float::serialize"),
        (Type::Float(_), false) => quote!(, serialize_with = "float::option::serialize"),
        _ => quote!(),
    };
    if member.required {
        quote!(#[serde(rename = #wire #with)] #field: #owned)
    } else {
        quote! {
            #[serde(rename = #wire, skip_serializing_if = "Option::is_none" #with)]
            #field: Option<#owned>
        }
    }
}

fn debug(structure: &Structure) -> TokenStream {
    let name = ident(&structure.name);
    let text = &structure.name;
    let body = match structure.debug {
        Debug::All => return quote!(),
        Debug::Nothing => {
            let text = format!("{text}(** redacted **)");
            quote!(f.write_str(#text))
        }
        Debug::Redacting => {
            let fields = structure.members.iter().map(|member| {
                let field = ident(&member.field);
                let name = member.field.trim_start_matches("r#");
                if member.redacted {
                    quote!(.field(#name, &Redacted))
                } else {
                    quote!(.field(#name, &self.#field))
                }
            });
            quote!(f.debug_struct(#text)#(#fields)*.finish())
        }
    };
    quote! {
        impl fmt::Debug for #name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                #body
            }
        }
    }
}

fn builder(structure: &Structure) -> TokenStream {
    let (name, builder) = (ident(&structure.name), ident(&structure.builder));
    let builder_text = format!("{builder} {{ .. }}");
    let builder_docs = docs(&structure.builder_docs);
    let build_docs = format!(" Builds the [`{}`].", structure.name);
    let fields = structure.members.iter().map(|member| {
        let (field, drafted) = (ident(&member.field), types::drafted(&member.ty));
        quote!(#field: Option<#drafted>)
    });
    let setters = structure.members.iter().map(setter);
    let build = build(structure);
    quote! {
        #builder_docs
        #[derive(Clone, Default)]
        #[must_use]
        pub struct #builder {
            #(#fields),*
        }

        impl #builder {
            #(#setters)*

            #[doc = #build_docs]
            ///
            /// # Errors
            ///
            /// Every violation, those of what it holds included.
            pub fn build(self) -> Result<#name, Invalid> {
                build(self)
            }
        }

        #build

        impl fmt::Debug for #builder {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(#builder_text)
            }
        }
    }
}

fn setter(member: &Member) -> TokenStream {
    let (docs, field) = (docs(&member.setter_docs), ident(&member.field));
    let (parameter, taken) = (types::parameter(&member.ty), types::taken(&member.ty));
    let value = types::convert(&member.ty);
    quote! {
        #docs
        pub fn #field(mut self, #parameter: #taken) -> Self {
            self.#field = Some(#value);
            self
        }
    }
}

fn build(structure: &Structure) -> TokenStream {
    let (name, builder) = (ident(&structure.name), ident(&structure.builder));
    let scope = ident(structure.scope);
    let checks = structure.members.iter().map(|member| {
        let (field, wire) = (ident(&member.field), &member.wire);
        let table = if let Some((table, _)) = &member.table {
            let table = ident(table);
            quote!(#table)
        } else {
            quote!(&[])
        };
        let check = ident(if member.required {
            "required"
        } else {
            "optional"
        });
        quote!(let #field = #scope.#check(#wire, self.#field, #table);)
    });
    let fields = structure.members.iter().map(|member| {
        let field = ident(&member.field);
        quote!(#field: #field?)
    });
    quote! {
        impl Build for #builder {
            type Output = #name;

            fn build_in(self, #scope: &mut Scope<'_>) -> Option<#name> {
                #(#checks)*
                Some(#name { #(#fields),* })
            }
        }
    }
}

/// What makes it part of other structures.
fn nested(structure: &Structure) -> TokenStream {
    let (name, builder) = (ident(&structure.name), ident(&structure.builder));
    quote! {
        impl Drafted for #name {
            type Builder = #builder;
        }

        impl Validate for #name {
            type Valid = Self;

            fn validate(self, _: &'static [Constraint], _: &mut Scope<'_>) -> Option<Self> {
                Some(self)
            }
        }

        impl From<#builder> for Draft<#name> {
            fn from(builder: #builder) -> Self {
                Self::from_builder(builder)
            }
        }
    }
}
