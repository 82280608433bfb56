//! What rustfmt does to lines that `prettyplease` breaks.

use super::methods;

#[test]
fn signatures_and_arms_are_joined_where_they_fit() {
    let text = "impl A {\n    fn a(\n        self,\n        b: B,\n    ) -> C {\n        match d \
                {\n            E => {\n                F\n            }\n        }\n    }\n}\n";
    let expected = "impl A {\n    fn a(self, b: B) -> C {\n        match d {\n            E => \
                    F,\n        }\n    }\n}\n";
    assert_eq!(methods(text), expected);
}

#[test]
fn calls_are_one_line_or_one_line_for_each_argument() {
    let text = "impl A {\n        let a = scope\n            .b(\n                \"c\",\n                \
                d,\n            );\n}\n";
    assert_eq!(
        methods(text),
        "impl A {\n        let a = scope.b(\"c\", d);\n}\n"
    );
    let long = "x".repeat(60);
    let text = format!("impl A {{\n        let a = scope\n            .b(\"c\", {long});\n}}\n");
    assert_eq!(
        methods(&text),
        format!(
            "impl A {{\n        let a = scope.b(\n            \"c\",\n            {long},\n        \
             );\n}}\n"
        )
    );
}

#[test]
fn methods_are_separated_and_their_examples_are_not() {
    let text = "impl A {\n    type B = C;\n    /// ```\n    /// a;\n    /// ```\n    fn d() {\n    \
                }\n    fn e() {\n    }\n}\n";
    let expected = "impl A {\n    type B = C;\n\n    /// ```\n    /// a;\n    /// ```\n    fn d() \
                    {\n    }\n\n    fn e() {\n    }\n}\n";
    assert_eq!(methods(text), expected);
}

#[test]
fn a_chain_that_is_read_stands_on_a_line_or_a_line_each() {
    let wide =
        "            a: object.optional(\"a\")?.unwrap_or_else(|| Timestamp::from_secs(0)),\n";
    let laid = "            a: object\n                .optional(\"a\")?\n                \
                .unwrap_or_else(|| Timestamp::from_secs(0)),\n";
    assert_eq!(methods(wide), laid);
    assert_eq!(methods(laid), laid);
    let broken = "            a: object\n                .optional(\"a\")?.unwrap_or_else(|| \
                  Timestamp::from_secs(0)),\n";
    assert_eq!(methods(broken), laid);
    let short = "            a: object.optional(\"a\")?.unwrap_or(0),\n";
    assert_eq!(methods(short), short);
}

#[test]
fn a_default_stands_behind_its_value_where_it_fits() {
    let broken = "            a: a?\n                .unwrap_or_else(|| b),\n";
    assert_eq!(methods(broken), "            a: a?.unwrap_or_else(|| b),\n");
}
