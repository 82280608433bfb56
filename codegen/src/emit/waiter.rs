//! Waiters: the methods of the client, with the calls that end them.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{docs, ident};
use crate::ir::{Acceptor, AcceptorState, Matcher, Operand, Operator, Predicate};
use crate::plan::{Operation, Path, Step, Waiter};

pub(super) fn waiter(operation: &Operation, waiter: &Waiter) -> TokenStream {
    let (docs, method) = (docs(&waiter.docs), ident(&waiter.method));
    let request = ident(&operation.request);
    let [min_delay, max_delay] = [waiter.min_delay, waiter.max_delay].map(Literal::u32_unsuffixed);
    let acceptors = waiter.acceptors.iter().map(|one| acceptor(operation, one));
    quote! {
        impl crate::runtime::Client {
            #docs
            pub fn #method(&self, request: #request) -> Waiter<#request> {
                const RULES: waiter::Rules<#request> = waiter::Rules {
                    min_delay: #min_delay,
                    max_delay: #max_delay,
                    acceptors: &[#(#acceptors),*],
                };
                self.waiter(request, &RULES)
            }
        }
    }
}

fn acceptor(operation: &Operation, acceptor: &Acceptor<Predicate<Path>>) -> TokenStream {
    let state = match acceptor.state {
        AcceptorState::Success => quote!(Success),
        AcceptorState::Failure => quote!(Failure),
        AcceptorState::Retry => quote!(Retry),
    };
    let matcher = match &acceptor.matcher {
        Matcher::Success(success) => quote!(Success(#success)),
        Matcher::ErrorType(name) => quote!(ErrorType(#name)),
        Matcher::Output(predicate) => {
            let parameter = |of_input, name, ty| {
                let (name, ty) = (ident(name), ident(ty));
                if uses(predicate, of_input) {
                    quote!(#name: &#ty)
                } else {
                    quote!(_)
                }
            };
            let input = parameter(true, "input", &operation.request);
            let output = parameter(false, "output", &operation.response);
            let condition = condition(predicate);
            quote!(Output(|#input, #output| #condition))
        }
    };
    quote! {
        waiter::Acceptor {
            state: waiter::AcceptorState::#state,
            matcher: waiter::Matcher::#matcher,
        }
    }
}

/// Whether a predicate depends on the request, or on the response.
fn uses(predicate: &Predicate<Path>, of_input: bool) -> bool {
    let in_operand = |operand: &Operand<Path>| match operand {
        Operand::Value(path) | Operand::Length(path) => path.of_input == of_input,
        Operand::Text(_) | Operand::Integer(_) | Operand::Boolean(_) => false,
    };
    match predicate {
        Predicate::Compare(left, _, right) => in_operand(left) || in_operand(right),
        Predicate::All(path, _) | Predicate::Any(path, _) => path.of_input == of_input,
        Predicate::And(left, right) | Predicate::Or(left, right) => {
            uses(left, of_input) || uses(right, of_input)
        }
    }
}

fn condition(predicate: &Predicate<Path>) -> TokenStream {
    match predicate {
        Predicate::Compare(left, operator, right) => compare(left, *operator, right),
        Predicate::All(path, text) => {
            let (values, _) = values(path);
            quote!(waiter::all_equal(#values, #text))
        }
        Predicate::Any(path, text) => {
            let (values, _) = values(path);
            quote!(waiter::any_equals(#values, #text))
        }
        Predicate::And(left, right) => {
            let [left, right] = [left, right].map(|one| grouped(one));
            quote!(#left && #right)
        }
        Predicate::Or(left, right) => {
            let [left, right] = [left, right].map(|one| grouped(one));
            quote!(#left || #right)
        }
    }
}

/// A condition as an operand, in parentheses if it is an alternative.
fn grouped(predicate: &Predicate<Path>) -> TokenStream {
    let tokens = condition(predicate);
    if matches!(predicate, Predicate::Or(..)) {
        quote!((#tokens))
    } else {
        tokens
    }
}

/// A literal is the right operand. A length is compared with 0 for equality only.
fn compare(left: &Operand<Path>, operator: Operator, right: &Operand<Path>) -> TokenStream {
    let symbol = match operator {
        Operator::Equal => quote!(==),
        Operator::NotEqual => quote!(!=),
        Operator::Less => quote!(<),
        Operator::LessOrEqual => quote!(<=),
        Operator::Greater => quote!(>),
        Operator::GreaterOrEqual => quote!(>=),
    };
    if let (Operand::Length(path), Operand::Integer(0)) = (left, right)
        && let (list, Count::One) = values(path)
    {
        let not = (operator == Operator::NotEqual).then(|| quote!(!));
        return quote!(#not #list.is_empty());
    }
    let is_length = matches!(left, Operand::Length(_));
    let is_equality = matches!(operator, Operator::Equal | Operator::NotEqual);
    let (left, left_count) = value(left);
    let literal = match right {
        Operand::Text(_) | Operand::Integer(_) | Operand::Boolean(_) => Some(right),
        Operand::Value(_) | Operand::Length(_) => None,
    };
    let (right, right_count) = value(right);
    match (left_count, right_count, literal) {
        (Count::One, Count::One, Some(Operand::Boolean(expected))) => {
            let not = (*expected != (operator == Operator::Equal)).then(|| quote!(!));
            quote!(#not #left)
        }
        (Count::One, Count::One, _) => quote!(#left #symbol #right),
        _ if is_equality && !is_length => {
            let left = optional(&left, left_count);
            let right = optional(&right, right_count);
            quote!(#left #symbol #right)
        }
        (_, _, Some(_)) => quote!(#left.is_some_and(|value| value #symbol #right)),
        (_, _, None) => {
            let left = optional(&left, left_count);
            let right = optional(&right, right_count);
            quote!(#left.zip(#right).is_some_and(|(left, right)| left #symbol right))
        }
    }
}

/// How many values an expression has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Count {
    One,
    Option,
    /// It is an iterator.
    Many,
}

fn value(operand: &Operand<Path>) -> (TokenStream, Count) {
    match operand {
        Operand::Value(path) => values(path),
        Operand::Length(path) => length(path),
        Operand::Text(text) => (quote!(#text), Count::One),
        Operand::Integer(integer) => {
            let integer = Literal::i64_unsuffixed(*integer);
            (quote!(#integer), Count::One)
        }
        Operand::Boolean(value) => (quote!(#value), Count::One),
    }
}

fn optional(value: &TokenStream, count: Count) -> TokenStream {
    if count == Count::One {
        quote!(Some(#value))
    } else {
        value.clone()
    }
}

/// The values that a path leads to.
fn values(path: &Path) -> (TokenStream, Count) {
    follow(root(path), &path.steps)
}

fn root(path: &Path) -> TokenStream {
    let root = ident(if path.of_input { "input" } else { "output" });
    quote!(#root)
}

/// The number of the values that a path leads to, or that are in the list or map there. There is none if the first list is
/// absent.
fn length(path: &Path) -> (TokenStream, Count) {
    let mut steps = path.steps.iter();
    let is_elements = |step: &Step| matches!(step, Step::Elements { .. });
    let end = steps.position(is_elements).unwrap_or(path.steps.len());
    let (before, rest) = path.steps.split_at(end);
    let (list, count) = follow(root(path), before);
    let number = |list: TokenStream| {
        let (elements, _) = follow(list, rest);
        quote!(#elements.count())
    };
    let tokens = match (count, rest.is_empty()) {
        (Count::Option, true) if path.is_map => quote!(#list.map(BTreeMap::len)),
        (Count::Option, true) => quote!(#list.map(<[_]>::len)),
        (Count::Option, false) => {
            let number = number(quote!(list));
            quote!(#list.map(|list| #number))
        }
        (Count::One | Count::Many, true) => quote!(#list.len()),
        (Count::One | Count::Many, false) => number(list),
    };
    (tokens, count)
}

/// The values to which steps lead from one value.
fn follow(start: TokenStream, steps: &[Step]) -> (TokenStream, Count) {
    steps
        .iter()
        .fold((start, Count::One), |(tokens, count), step| match step {
            Step::Method {
                ty,
                name,
                is_option,
            } => {
                let (ty, name) = (ident(ty), ident(name));
                match (count, is_option) {
                    (Count::One, false) => (quote!(#tokens.#name()), Count::One),
                    (Count::One, true) => (quote!(#tokens.#name()), Count::Option),
                    (Count::Option | Count::Many, false) => {
                        (quote!(#tokens.map(#ty::#name)), count)
                    }
                    (Count::Option, true) => (quote!(#tokens.and_then(#ty::#name)), count),
                    (Count::Many, true) => (quote!(#tokens.filter_map(#ty::#name)), count),
                }
            }
            Step::Elements { sparse } => {
                let elements = match count {
                    Count::One => quote!(#tokens.iter()),
                    Count::Option => quote!(#tokens.into_iter().flatten()),
                    Count::Many => quote!(#tokens.flatten()),
                };
                let present = sparse.then(|| quote!(.flatten()));
                (quote!(#elements #present), Count::Many)
            }
        })
}
