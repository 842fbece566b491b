#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace tessera {

// Files written by one checked route: every byte is written, synced to the disk and the file closed
// before a function returns. All functions throw ResourceError with the file and the operating
// system's words (disk full, file size limit, no permission).

/// Creates an empty file, which must not exist.
void create_file(const std::filesystem::path& file);

/// Writes `bytes` as the whole content of `file`. A file that cannot be written completely is
/// removed.
void write_file(const std::filesystem::path& file, std::string_view bytes);

/// Writes `bytes` beside `file` and renames over it: at any moment, whatever happens, `file` is the
/// former one or the new one.
void replace_file(const std::filesystem::path& file, std::string_view bytes);

/// Syncs a folder, so that names created or renamed in it survive a crash of the machine.
void sync_folder(const std::filesystem::path& folder);

/// The whole content of a file. Throws DataError with the file and the operating system's words.
std::string read_file(const std::filesystem::path& file);

}  // namespace tessera
