//! What Smithy's `pattern` means: an ECMA 262 expression (with the flag `u`) that must be found
//! somewhere in the text.
//!
//! The search follows all ways through an expression at once, so that its time grows with the
//! length of the text alone. An engine that backtracks takes the cube of the length for patterns
//! of the service such as `^A*B+A*$`: minutes for a text of a kilobyte that almost matches. What
//! only such an engine can do (look around, refer back) is not read and refuses the model.

use std::fmt;

use self::syntax::{Node, Set};

mod syntax;

/// A compiled expression and its source.
pub(crate) struct Pattern {
    source: String,
    program: Vec<Step>,
}

/// The steps of a program; each goes on with the one behind it unless it says otherwise.
enum Step {
    /// Takes one character of the set.
    Take(Set),
    /// Goes on at the start of the text only.
    Start,
    /// Goes on at the end of the text only.
    End,
    /// Goes on with the next step, and with this one too.
    Also(usize),
    /// Goes on with this step.
    Goto(usize),
    /// The expression is found.
    Done,
}

/// How many steps a program may have: counted repetitions are written out.
const LONGEST: usize = 20_000;

impl Pattern {
    /// Compiles `source`, or tells what in it is no expression or is not interpreted.
    pub(crate) fn new(source: &str) -> Result<Self, String> {
        let mut pattern = Self {
            source: source.to_owned(),
            program: Vec::new(),
        };
        pattern.compile(&syntax::parse(source)?)?;
        pattern.program.push(Step::Done);
        Ok(pattern)
    }

    fn compile(&mut self, node: &Node) -> Result<(), String> {
        if self.program.len() > LONGEST {
            return Err("it repeats too much".to_owned());
        }
        match node {
            Node::Set(set) => self.program.push(Step::Take(set.clone())),
            Node::Start => self.program.push(Step::Start),
            Node::End => self.program.push(Step::End),
            Node::Sequence(nodes) if nodes.is_empty() => {
                let next = self.program.len() + 1;
                self.program.push(Step::Goto(next));
            }
            Node::Sequence(nodes) => nodes.iter().try_for_each(|node| self.compile(node))?,
            Node::Either(nodes) => self.either(nodes)?,
            Node::Repeat { node, min, max } => self.repeat(node, *min, *max)?,
        }
        Ok(())
    }

    fn either(&mut self, nodes: &[Node]) -> Result<(), String> {
        let mut ends = Vec::new();
        for (index, node) in nodes.iter().enumerate() {
            if index + 1 == nodes.len() {
                self.compile(node)?;
            } else {
                let split = self.reserve();
                self.compile(node)?;
                ends.push(self.reserve());
                self.program[split] = Step::Also(self.program.len());
            }
        }
        for end in ends {
            self.program[end] = Step::Goto(self.program.len());
        }
        Ok(())
    }

    fn repeat(&mut self, node: &Node, min: u32, max: Option<u32>) -> Result<(), String> {
        for _ in 0..min {
            self.compile(node)?;
        }
        let Some(max) = max else {
            let split = self.reserve();
            self.compile(node)?;
            self.program.push(Step::Goto(split));
            self.program[split] = Step::Also(self.program.len());
            return Ok(());
        };
        for _ in min..max {
            let split = self.reserve();
            self.compile(node)?;
            self.program[split] = Step::Also(self.program.len());
        }
        Ok(())
    }

    /// Makes room for a step whose target is not known yet.
    fn reserve(&mut self) -> usize {
        self.program.push(Step::Done);
        self.program.len() - 1
    }

    /// Whether the expression is found in the text.
    pub(crate) fn matches(&self, text: &str) -> bool {
        let mut characters = text.chars();
        let mut seen = vec![false; self.program.len()];
        let mut taking = Vec::new();
        let mut todo = vec![0];
        let mut at_start = true;
        loop {
            let character = characters.next();
            seen.fill(false);
            while let Some(step) = todo.pop() {
                if std::mem::replace(&mut seen[step], true) {
                    continue;
                }
                match &self.program[step] {
                    Step::Take(set) => taking.push((step, set)),
                    Step::Start if at_start => todo.push(step + 1),
                    Step::End if character.is_none() => todo.push(step + 1),
                    Step::Start | Step::End => {}
                    Step::Also(other) => todo.extend([*other, step + 1]),
                    Step::Goto(other) => todo.push(*other),
                    Step::Done => return true,
                }
            }
            let Some(character) = character else {
                return false;
            };
            at_start = false;
            let taken = taking.drain(..).filter(|(_, set)| set.has(character));
            todo.extend(taken.map(|(step, _)| step + 1));
            // It may start behind this character as well.
            todo.push(0);
        }
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pattern({})", self.source)
    }
}

#[cfg(test)]
mod tests;
