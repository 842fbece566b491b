#pragma once

#include <filesystem>

// What data/files does not offer: whole trees and exchanges.

namespace tessera {

/// Inode number of a file or folder; 0 where it does not exist. Renaming keeps it.
unsigned long long inode_of(const std::filesystem::path& path);

/// Hands every file and folder below `folder`, and `folder` itself, to the disk (fsync).
/// ResourceError where that fails.
void sync_tree(const std::filesystem::path& folder);

/// Renames; ResourceError with both names and the cause.
void move_path(const std::filesystem::path& from, const std::filesystem::path& to);

/// Exchanges two existing paths in one step; false where the file system cannot.
bool exchange_paths(const std::filesystem::path& a, const std::filesystem::path& b);

}  // namespace tessera
