//! Where things are: the folders of the checkout, the build output, and the cache for installed tools.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

/// The version of the crate and of the npm package; the workspace has one.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The root of the checkout. Cargo names this crate's folder at run time, so a moved checkout still works.
pub(crate) fn root() -> PathBuf {
    let xtask =
        env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    xtask.parent().map_or(xtask.clone(), Path::to_path_buf)
}

/// A folder or file of the checkout that a step depends on; an error when it is not there.
pub(crate) fn existing(path: &str) -> Result<PathBuf> {
    let full = root().join(path);
    if !full.exists() {
        bail!("{path} is missing from the checkout; restore it with `git checkout -- {path}`");
    }
    Ok(full)
}

/// Cargo's output folder. Every cargo that is started from here is told to use it.
pub(crate) fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root().join(dir),
        None => root().join("target"),
    }
}

/// The folder in which Cargo keeps the sources of other crates.
pub(crate) fn cargo_home() -> Result<PathBuf> {
    let home =
        || env::var_os("HOME").or_else(|| env::var_os("USERPROFILE")).map(|home| Path::new(&home).join(".cargo"));
    let folder = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(home);
    folder.context("neither CARGO_HOME nor HOME is set; set HOME to your home folder")
}

/// The folder for installed tools, outside the checkout so that a fresh clone finds them again.
pub(crate) fn cache() -> Result<PathBuf> {
    let dir = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let base = dir("XDG_CACHE_HOME").or_else(|| {
        if cfg!(windows) {
            dir("LOCALAPPDATA")
        } else if cfg!(target_os = "macos") {
            dir("HOME").map(|home| home.join("Library/Caches"))
        } else {
            dir("HOME").map(|home| home.join(".cache"))
        }
    });
    let cache = base.unwrap_or_else(|| target().join("xtask-cache")).join("custometry");
    fs::create_dir_all(&cache).with_context(|| {
        format!("cannot create the cache folder {}; set XDG_CACHE_HOME to a writable folder", cache.display())
    })?;
    Ok(cache)
}
