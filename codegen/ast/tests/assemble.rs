//! Files become one model, and mixins and applied traits are resolved, as the specification of Smithy defines it
//! ("Mixins", "Merging model files", "Trait conflict resolution"), whose examples most of these are.

use personalize_events_ast::{Kind, Member, Model, Node, Traits, Value};
use serde_json::{Value as Json, json};

fn text(shapes: &Json) -> String {
    json!({ "smithy": "2.0", "shapes": shapes }).to_string()
}

fn parse(shapes: &Json) -> Model {
    Model::parse(&text(shapes)).expect("a valid model")
}

fn problems(texts: &[&str]) -> Vec<String> {
    let problems = Model::assemble(texts)
        .expect_err("a model with problems")
        .into_iter();
    problems.map(|problem| problem.message).collect()
}

fn string(traits: &Json) -> Json {
    json!({ "target": "smithy.api#String", "traits": traits })
}

/// The shapes without positions, one line for each shape and member.
fn outline(model: &Model) -> Vec<String> {
    let mut lines = Vec::new();
    for (id, shape) in &model.shapes {
        let kind = match &shape.kind {
            Kind::Simple(simple) => simple.name().to_owned(),
            Kind::Service(service) => {
                let ids = |references: &[personalize_events_ast::Reference]| -> Vec<String> {
                    references
                        .iter()
                        .map(|one| one.target.to_string())
                        .collect()
                };
                let rename = service.rename.iter();
                let mut rename: Vec<String> = rename
                    .map(|(id, node)| format!("{id}={}", value(node)))
                    .collect();
                rename.sort();
                format!(
                    "service {:?} {:?} {:?} {rename:?}",
                    service.version,
                    ids(&service.operations),
                    ids(&service.errors)
                )
            }
            Kind::Operation(operation) => {
                let errors = operation.errors.iter();
                let errors: Vec<String> = errors.map(|one| one.target.to_string()).collect();
                format!("operation {errors:?}")
            }
            Kind::Enum(_) => "enum".to_owned(),
            Kind::IntEnum(_) => "intEnum".to_owned(),
            Kind::List(_) => "list".to_owned(),
            Kind::Map { .. } => "map".to_owned(),
            Kind::Structure(_) => "structure".to_owned(),
            Kind::Union(_) => "union".to_owned(),
            Kind::Resource(_) => "resource".to_owned(),
        };
        lines.push(format!("{id}: {kind}{}", traits(&shape.traits)));
        for (
            name,
            Member {
                target, traits: of, ..
            },
        ) in shape.members()
        {
            lines.push(format!("{id}${name}: {}{}", target.target, traits(of)));
        }
    }
    lines
}

fn traits(traits: &Traits) -> String {
    let mut traits: Vec<String> = traits
        .iter()
        .map(|(id, of)| format!(" @{}={}", id.name(), value(&of.node)))
        .collect();
    traits.sort();
    traits.concat()
}

fn value(node: &Node) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Bool(value) => json!(value),
        Value::Number(number) => Json::Number(number.clone()),
        Value::String(text) => json!(text),
        Value::Array(nodes) => nodes.iter().map(value).collect(),
        Value::Object(object) => {
            let entries = object.0.iter();
            entries
                .map(|entry| (entry.key.clone(), value(&entry.node)))
                .collect()
        }
    }
}

#[track_caller]
fn equivalent(with_mixins: &Json, flat: &Json) {
    assert_eq!(outline(&parse(with_mixins)), outline(&parse(flat)));
}

const MIXIN: &str = "smithy.api#mixin";

#[test]
fn members_of_mixins_come_first_in_the_order_of_the_mixins() {
    let model = parse(&json!({
        "a#FilteredByName": { "type": "structure", "traits": { MIXIN: {} },
            "members": { "nameFilter": string(&json!({})) } },
        "a#Paginated": { "type": "structure", "traits": { MIXIN: {} },
            "members": { "nextToken": string(&json!({})), "pageSize": { "target": "smithy.api#Integer" } } },
        "a#Input": { "type": "structure",
            "mixins": [{ "target": "a#Paginated" }, { "target": "a#FilteredByName" }],
            "members": { "aSizeFilter": { "target": "smithy.api#Integer" } } },
    }));
    let members: Vec<&str> = model.shapes["a#Input"]
        .members()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(
        members,
        ["nextToken", "pageSize", "nameFilter", "aSizeFilter"]
    );
}

#[test]
fn traits_of_the_shape_replace_those_of_its_mixins_and_of_later_mixins_those_of_earlier_ones() {
    equivalent(
        &json!({
            "a#D": { "type": "structure", "mixins": [{ "target": "a#C" }],
                "traits": { "smithy.api#documentation": "D", "a#four": {} } },
            "a#C": { "type": "structure", "mixins": [{ "target": "a#A" }, { "target": "a#B" }],
                "traits": { MIXIN: {}, "smithy.api#documentation": "C", "a#three": {} } },
            "a#A": { "type": "structure",
                "traits": { MIXIN: {}, "smithy.api#documentation": "A", "a#foo": 1, "a#one": {} } },
            "a#B": { "type": "structure",
                "traits": { MIXIN: {}, "smithy.api#documentation": "B", "a#foo": 2, "a#two": {} } },
        }),
        &json!({
            "a#D": { "type": "structure", "traits": {
                "smithy.api#documentation": "D", "a#four": {}, "a#three": {}, "a#foo": 2, "a#two": {}, "a#one": {},
            } },
        }),
    );
}

#[test]
fn local_traits_of_a_mixin_are_not_inherited() {
    equivalent(
        &json!({
            "a#Private": { "type": "structure", "members": { "foo": string(&json!({})) },
                "traits": { MIXIN: { "localTraits": ["smithy.api#private"] }, "smithy.api#private": {}, "a#b": [1] } },
            "a#Public": { "type": "structure", "mixins": [{ "target": "a#Private" }], "traits": { "a#b": [2] } },
        }),
        &json!({ "a#Public": { "type": "structure", "members": { "foo": string(&json!({})) }, "traits": { "a#b": [2] } } }),
    );
}

#[test]
fn traits_can_be_added_to_inherited_members_by_apply_and_by_defining_them_again() {
    let mixin = json!({ "type": "structure", "traits": { MIXIN: {} }, "members": {
        "mixinMember": string(&json!({ "smithy.api#documentation": "Generic", "smithy.api#required": {} })),
        "other": string(&json!({})),
    } });
    let flat = json!({ "a#S": { "type": "structure", "members": {
        "mixinMember": string(&json!({ "smithy.api#documentation": "Specific", "smithy.api#required": {} })),
        "other": string(&json!({})),
    } } });
    equivalent(
        &json!({
            "a#Mixin": mixin,
            "a#S": { "type": "structure", "mixins": [{ "target": "a#Mixin" }] },
            "a#S$mixinMember": { "type": "apply", "traits": { "smithy.api#documentation": "Specific" } },
        }),
        &flat,
    );
    equivalent(
        &json!({
            "a#Mixin": mixin,
            "a#S": { "type": "structure", "mixins": [{ "target": "a#Mixin" }], "members": {
                "mixinMember": string(&json!({ "smithy.api#documentation": "Specific" })),
            } },
        }),
        &flat,
    );
}

#[test]
fn a_member_of_several_mixins_has_the_traits_of_all() {
    equivalent(
        &json!({
            "a#A1": { "type": "structure", "traits": { MIXIN: {} },
                "members": { "a": string(&json!({ "smithy.api#documentation": "Generic" })) } },
            "a#A2": { "type": "structure", "traits": { MIXIN: {} },
                "members": { "a": string(&json!({ "smithy.api#required": {} })) } },
            "a#Valid": { "type": "structure", "mixins": [{ "target": "a#A1" }, { "target": "a#A2" }],
                "members": { "a": string(&json!({ "smithy.api#documentation": "Specific" })) } },
        }),
        &json!({ "a#Valid": { "type": "structure", "members": {
            "a": string(&json!({ "smithy.api#documentation": "Specific", "smithy.api#required": {} })),
        } } }),
    );
}

#[test]
fn strings_lists_maps_unions_and_enumerations_have_mixins() {
    let part = |name: &str| json!({ "target": name });
    equivalent(
        &json!({
            "a#AlphaNumeric": { "type": "string", "traits": { MIXIN: {}, "smithy.api#pattern": "^[a-z]*$" } },
            "a#Username": { "type": "string", "mixins": [part("a#AlphaNumeric")],
                "traits": { "smithy.api#length": { "min": 8 } } },
            "a#MapMixin": { "type": "map", "traits": { MIXIN: {} },
                "key": part("smithy.api#String"), "value": part("smithy.api#Long") },
            "a#Labels": { "type": "map", "mixins": [part("a#MapMixin")] },
            "a#ListMixin": { "type": "list", "traits": { MIXIN: {} }, "member": part("smithy.api#String") },
            "a#Aliases": { "type": "list", "mixins": [part("a#ListMixin")] },
            "a#Aliases$member": { "type": "apply", "traits": { "smithy.api#length": { "max": 9 } } },
            "a#UnionMixin": { "type": "union", "traits": { MIXIN: {} }, "members": { "code": string(&json!({})) } },
            "a#Detail": { "type": "union", "mixins": [part("a#UnionMixin")],
                "members": { "retryable": part("smithy.api#Boolean") } },
            "a#EnumMixin": { "type": "enum", "traits": { MIXIN: {} }, "members": {
                "ONE": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": "1" } } } },
            "a#Number": { "type": "enum", "mixins": [part("a#EnumMixin")], "members": {
                "TWO": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": "2" } } } },
        }),
        &json!({
            "a#Username": { "type": "string",
                "traits": { "smithy.api#pattern": "^[a-z]*$", "smithy.api#length": { "min": 8 } } },
            "a#Labels": { "type": "map", "key": part("smithy.api#String"), "value": part("smithy.api#Long") },
            "a#Aliases": { "type": "list", "member": string(&json!({ "smithy.api#length": { "max": 9 } })) },
            "a#Detail": { "type": "union",
                "members": { "code": string(&json!({})), "retryable": part("smithy.api#Boolean") } },
            "a#Number": { "type": "enum", "members": {
                "ONE": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": "1" } },
                "TWO": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": "2" } } } },
        }),
    );
}

#[test]
fn properties_of_service_and_operation_mixins_are_merged() {
    let reference = |name: &str| json!([{ "target": name }]);
    let model = parse(&json!({
        "a#A": { "type": "service", "version": "A", "operations": reference("a#OperationA"),
            "traits": { MIXIN: {} } },
        "a#B": { "type": "service", "mixins": reference("a#A"), "version": "B", "traits": { MIXIN: {} },
            "rename": { "a#InputA": "OperationARequest", "a#OutputA": "OperationAResult" },
            "operations": reference("a#OperationB") },
        "a#C": { "type": "service", "mixins": reference("a#B"), "version": "C",
            "rename": { "a#OutputA": "OperationAResponse", "a#InputB": "OperationBRequest" },
            "operations": reference("a#OperationC") },
        "a#Common": { "type": "operation", "traits": { MIXIN: {} }, "errors": reference("a#Gone") },
        "a#OperationC": { "type": "operation", "mixins": reference("a#Common"), "errors": reference("a#Busy") },
    }));
    let expected = [
        "a#C: service Some(\"C\") [\"a#OperationA\", \"a#OperationB\", \"a#OperationC\"] [] \
         [\"a#InputA=\\\"OperationARequest\\\"\", \"a#InputB=\\\"OperationBRequest\\\"\", \
         \"a#OutputA=\\\"OperationAResponse\\\"\"]",
        "a#OperationC: operation [\"a#Gone\", \"a#Busy\"]",
    ];
    assert_eq!(outline(&model), expected);
    assert_eq!(model.mixins.len(), 3);
}

#[test]
fn mistakes_with_mixins_are_problems() {
    let structure = |mixins: &[&str], members: &Json| {
        let mixins = mixins.iter().map(|id| json!({ "target": id }));
        json!({ "type": "structure", "traits": { MIXIN: {} }, "members": members,
                "mixins": mixins.collect::<Vec<_>>() })
    };
    let none = json!({});
    for (shapes, expected) in [
        (
            json!({ "a#A": structure(&["a#B"], &none), "a#B": structure(&["a#A"], &none) }),
            "the mixin `a#A` has `a#B` as a mixin itself, directly or by others; remove one",
        ),
        (
            json!({ "a#A": structure(&["a#A"], &none) }),
            "the mixin `a#A` has `a#A` as a mixin itself, directly or by others; remove one",
        ),
        (
            json!({ "a#A": structure(&["a#B"], &none) }),
            "the mixin `a#B` does not exist; define it or correct the id",
        ),
        (
            json!({ "a#A": structure(&["a#B"], &none), "a#B": { "type": "structure" } }),
            "`a#B` is no mixin: it does not have the trait `smithy.api#mixin`; add it",
        ),
        (
            json!({ "a#A": structure(&["a#B"], &none), "a#B": { "type": "union", "traits": { MIXIN: {} } } }),
            "the mixin `a#B` is a shape of type `union`; the mixins of a shape of type `structure` must be of that type",
        ),
        (
            json!({
                "a#A1": structure(&[], &json!({ "a": string(&none) })),
                "a#A2": structure(&[], &json!({ "a": { "target": "smithy.api#Integer" } })),
                "a#Invalid": structure(&["a#A1", "a#A2"], &none),
            }),
            "the member `a` targets `smithy.api#Integer`, and that of a mixin targets `smithy.api#String`; they must be \
             the same",
        ),
        (
            json!({
                "a#Mixin": { "type": "operation", "input": { "target": "a#In" }, "traits": { MIXIN: {} } },
                "a#Put": { "type": "operation", "mixins": [{ "target": "a#Mixin" }] },
            }),
            "the mixin `a#Mixin` has the key `input`, which a mixin of type `operation` must not have",
        ),
        (
            json!({
                "a#A": structure(&["a#B"], &none), "a#B": structure(&[], &none),
                "a#A$b": { "type": "apply", "traits": { "a#t": {} } },
            }),
            "traits are applied to the member `b`, which `a#A` does not have",
        ),
    ] {
        assert_eq!(problems(&[&text(&shapes)]), [expected]);
    }
}

#[test]
fn a_mistake_in_a_mixin_is_one_problem() {
    let shapes = json!({
        "a#M": { "type": "structure", "traits": { MIXIN: {} }, "members": { "a": { "target": "x" } } },
        "a#A": { "type": "structure", "mixins": [{ "target": "a#M" }] },
        "a#B": { "type": "structure", "mixins": [{ "target": "a#M" }] },
    });
    assert_eq!(
        problems(&[&text(&shapes)]),
        ["`x` is not a shape id such as `com.example#Name`"]
    );
}

#[test]
fn a_long_chain_of_mixins_does_not_exhaust_the_stack() {
    let mut shapes = serde_json::Map::new();
    for number in 0..20_000 {
        shapes.insert(
            format!("a#M{number}"),
            json!({ "type": "string", "traits": { MIXIN: {} }, "mixins": [{ "target": format!("a#M{}", number + 1) }] }),
        );
    }
    shapes.insert(
        "a#M20000".to_owned(),
        json!({ "type": "string", "traits": { MIXIN: {}, "a#t": 1 } }),
    );
    shapes.insert(
        "a#S".to_owned(),
        json!({ "type": "string", "mixins": [{ "target": "a#M0" }] }),
    );
    assert_eq!(outline(&parse(&Json::Object(shapes))), ["a#S: string @t=1"]);
}

#[test]
fn traits_of_other_files_are_applied_to_shapes_and_members() {
    let shapes = text(&json!({
        "a#S": { "type": "structure", "members": { "m": string(&json!({ "a#list": [1] })) },
            "traits": { "a#list": [1], "a#same": { "x": 1, "y": [2] } } },
        "a#S$m": { "type": "apply", "traits": { "smithy.api#required": {} } },
    }));
    let more = text(&json!({
        "a#S": { "type": "apply", "traits": { "a#list": [1, 2], "a#same": { "y": [2], "x": 1 }, "a#new": 5 } },
        "a#S$m": { "type": "apply", "traits": { "a#list": [3] } },
    }));
    let expected = parse(&json!({
        "a#S": { "type": "structure",
            "members": { "m": string(&json!({ "a#list": [1, 3], "smithy.api#required": {} })) },
            "traits": { "a#list": [1, 1, 2], "a#same": { "x": 1, "y": [2] }, "a#new": 5 } },
    }));
    for texts in [[shapes.as_str(), &more], [&more, &shapes]] {
        let model = Model::assemble(&texts).unwrap();
        let sorted = |model| {
            let lines = outline(model);
            lines
                .iter()
                .map(|line| line.replace("[3,1]", "[1,3]"))
                .collect::<Vec<_>>()
        };
        assert_eq!(sorted(&model), sorted(&expected));
    }
    let conflict = text(&json!({ "a#S": { "type": "apply", "traits": { "a#same": 1 } } }));
    assert_eq!(
        problems(&[&shapes, &conflict]),
        ["the trait `a#same` is applied twice with different values; remove one"]
    );
    assert_eq!(
        problems(&[&more]),
        [
            "traits are applied to `a#S`, which no file defines; add the file that defines it",
            "traits are applied to `a#S`, which no file defines; add the file that defines it"
        ]
    );
}

#[test]
fn a_shape_in_two_files_must_be_the_same_and_has_the_traits_of_both() {
    let shape = |target: &str, traits: Json, of_member: Json| {
        text(&json!({ "a#S": { "type": "structure", "traits": traits,
            "members": { "traits": { "target": target, "traits": of_member } } } }))
    };
    let first = shape("a#X", json!({ "a#one": 1 }), json!({ "a#both": "x" }));
    let second = shape(
        "a#X",
        json!({ "a#two": 2 }),
        json!({ "a#both": "x", "a#more": 3 }),
    );
    let model = Model::assemble(&[&first, &second]).unwrap();
    assert_eq!(
        outline(&model),
        [
            "a#S: structure @one=1 @two=2",
            "a#S$traits: a#X @both=\"x\" @more=3"
        ]
    );
    let other = shape("a#Y", json!({}), json!({}));
    assert_eq!(
        problems(&[&first, &other]),
        ["`a#S` is defined twice with different content; remove or rename one"]
    );
}

#[test]
fn metadata_of_several_files_is_merged() {
    let with = |metadata: Json| json!({ "smithy": "2.0", "metadata": metadata }).to_string();
    let a = with(json!({ "foo": ["baz", "bar"], "qux": "test", "validConflict": "hi!" }));
    let b = with(json!({ "foo": ["lorem", "ipsum"], "lorem": "ipsum", "validConflict": "hi!" }));
    let model = Model::assemble(&[&a, &b]).unwrap();
    let metadata: Json = model
        .metadata
        .iter()
        .map(|(key, node)| (key.clone(), value(node)))
        .collect();
    assert_eq!(
        metadata,
        json!({ "foo": ["baz", "bar", "lorem", "ipsum"], "qux": "test", "validConflict": "hi!", "lorem": "ipsum" })
    );
    assert_eq!(
        problems(&[&a, &with(json!({ "qux": "other" }))]),
        ["the metadata `qux` has different values in two files; remove one"]
    );
}

#[test]
fn lines_of_later_files_are_counted_from_the_end_of_earlier_ones() {
    let first = "{\"smithy\": \"2.0\",\n\"shapes\": {}}\n";
    for first in [first, first.trim_end()] {
        let second = "{\"smithy\": \"2.0\", \"shapes\": {\n\"a#S\": {\"type\": \"x\"}}}";
        let found = Model::assemble(&[first, second]).unwrap_err();
        assert_eq!((found[0].at.line, found[0].at.column), (4, 17));
        let found = Model::assemble(&[first, "{\n?"]).unwrap_err();
        assert_eq!((found[0].at.line, found[0].at.column), (4, 1));
    }
}
