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
