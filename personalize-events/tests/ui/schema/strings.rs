use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    age: u8,
    country: String,
}

fn main() {
    println!("{}", Viewer::schema());
}
