//! The program.

#[actix_web::main]
async fn main() -> std::process::ExitCode {
    match zeitgenosse::cli::run().await {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("zeitgenosse: {error:#}");
            zeitgenosse::cli::exit_code(&error).into()
        }
    }
}
