//! The endpoints of a service, and the parameters of its rules that members set.

use personalize_events_ast::{Kind, Operation as Shapes, Reference, Shape};

use super::context::{Lowering, MemberRef};
use super::unsupported::reason;
use crate::diagnostics::Diagnostic;
use crate::endpoint::{self, EndpointReport, Names};
use crate::ir::{EndpointTable, Operation, ServiceNames, Static};
use crate::traits::{
    CONTEXT_PARAM, ENDPOINT_RULE_SET, ENDPOINT_TESTS, HTTP_LABEL, OPERATION_CONTEXT_PARAMS,
    REQUIRED, Reader,
};

impl<'a> Lowering<'a> {
    /// Creates the tables of the endpoints and runs the endpoint tests of the model.
    pub(super) fn endpoints(
        &mut self,
        traits: Reader<'a>,
        service: &Shape,
        names: &ServiceNames,
        operations: &[Operation],
    ) -> (Vec<EndpointTable>, EndpointReport) {
        let rule_set = traits.get(&ENDPOINT_RULE_SET);
        let tests = traits.get(&ENDPOINT_TESTS).unwrap_or_default();
        let names = Names {
            endpoint_prefix: &names.endpoint_prefix,
            signing_name: &names.signing_name,
        };
        let none = Static::new();
        let supported = operations
            .iter()
            .filter(|operation| !self.is_endpoint_of_members(operation));
        let parameters = supported.map(|operation| &operation.parameters);
        let parameters: Vec<&Static> = match rule_set {
            Some(_) => parameters.collect(),
            None => vec![&none],
        };
        if parameters.is_empty() {
            return Default::default();
        }
        let tables = match endpoint::tables(rule_set.as_ref(), names, &parameters) {
            Ok(tables) => tables,
            Err(problem) => {
                let at = traits
                    .node(&ENDPOINT_RULE_SET)
                    .map_or(service.at, |it| it.at);
                let message = format!(
                    "the endpoint rules are unsupported: {problem}; correct them, or add support to the generator"
                );
                self.report(at, &service.id, message);
                return Default::default();
            }
        };
        let (report, failures) = endpoint::check(rule_set.as_ref(), &tables, names, &tests);
        for (at, message) in failures {
            self.report(at, &service.id, message);
        }
        (tables, report)
    }

    fn is_endpoint_of_members(&self, operation: &Operation) -> bool {
        let shape = self.model.shapes.get(&operation.id);
        shape.is_some_and(|shape| {
            if let Kind::Operation(operation) = &shape.kind {
                !self.endpoint_of_members(shape, operation).is_empty()
            } else {
                false
            }
        })
    }

    /// Whether a member sets a parameter of the endpoint rules.
    pub(super) fn sets_endpoint(&self, member: MemberRef<'a>) -> bool {
        let parameter = member.traits().get(&CONTEXT_PARAM);
        parameter.is_some_and(|name| self.endpoint_parameters.contains(&name))
    }

    /// Why an operation is unsupported, if its endpoint depends on members that always have a value.
    pub(super) fn endpoint_of_members(
        &self,
        shape: &'a Shape,
        operation: &'a Shapes,
    ) -> Vec<Diagnostic> {
        let mut reasons = Vec::new();
        if let Some(value) = shape.traits.get(OPERATION_CONTEXT_PARAMS.id)
            && !self.endpoint_parameters.is_empty()
        {
            let message = "endpoints that depend on members are unsupported";
            reasons.push(reason(value.at, shape, message));
        }
        let input = |reference: &Reference| self.model.shapes.get(&reference.target);
        if let Some(input) = operation.input.as_ref().and_then(input) {
            for (name, member) in input.members() {
                let member_ref = MemberRef::new(name, member, &input.id);
                let traits = member_ref.traits();
                let has_value =
                    traits.has(&REQUIRED) || traits.has(&HTTP_LABEL) || traits.default().is_some();
                if has_value
                    && self.sets_endpoint(member_ref)
                    && let Some(value) = member.traits.get(CONTEXT_PARAM.id)
                {
                    let message = format!("endpoints that depend on `{name}` are unsupported");
                    reasons.push(reason(value.at, input, &message));
                }
            }
        }
        reasons
    }
}
