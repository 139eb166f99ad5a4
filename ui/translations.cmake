# The catalogues of translations/ as a resource: ${translations} is the source file that holds them. qt6-l10n-tools brings the
# programs and no CMake files; some systems have them in Qt's own folder alone, where nobody looks for programs.
find_program(SLUICE_LRELEASE NAMES lrelease-qt6 lrelease6 lrelease HINTS "${QT6_INSTALL_PREFIX}/${QT6_INSTALL_BINS}" /usr/lib/qt6/bin /usr/lib64/qt6/bin
    NO_DEFAULT_PATH)
find_program(SLUICE_LRELEASE NAMES lrelease-qt6 lrelease6 lrelease REQUIRED)

file(GLOB catalogues CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/translations/*.ts")
set(compiled)
set(files)
foreach(catalogue IN LISTS catalogues)
    get_filename_component(name "${catalogue}" NAME_WE)
    set(output "${CMAKE_CURRENT_BINARY_DIR}/${name}.qm")
    add_custom_command(OUTPUT "${output}" DEPENDS "${catalogue}" VERBATIM
        COMMAND "${SLUICE_LRELEASE}" -silent "${catalogue}" -qm "${output}")
    list(APPEND compiled "${output}")
    string(APPEND files "<file alias=\"${name}.qm\">${output}</file>")
endforeach()
file(CONFIGURE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/translations.qrc"
    CONTENT "<RCC><qresource prefix=\"/translations\">${files}</qresource></RCC>\n" @ONLY)
set(translations "${CMAKE_CURRENT_BINARY_DIR}/qrc_translations.cpp")
add_custom_command(OUTPUT "${translations}" DEPENDS ${compiled} "${CMAKE_CURRENT_BINARY_DIR}/translations.qrc" VERBATIM
    COMMAND Qt6::rcc --format-version 1 --name translations -o "${translations}" "${CMAKE_CURRENT_BINARY_DIR}/translations.qrc")
set_source_files_properties("${translations}" PROPERTIES SKIP_AUTOGEN ON SKIP_PRECOMPILE_HEADERS ON)

# `update_translations` takes new texts from the sources into the catalogues; tst_translations looks for what was forgotten. Without
# -I lupdate knows no headers, and the texts of a class in a namespace end up where the program does not look for them.
find_program(SLUICE_LUPDATE NAMES lupdate-qt6 lupdate6 lupdate HINTS /usr/lib/qt6/bin /usr/lib64/qt6/bin NO_DEFAULT_PATH)
find_program(SLUICE_LUPDATE NAMES lupdate-qt6 lupdate6 lupdate)
if(SLUICE_LUPDATE)
    set(update "${SLUICE_LUPDATE}" -silent -no-obsolete -locations none -I . app core ui)
    add_custom_target(update_translations WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}" VERBATIM
        COMMAND ${update} -source-language en -target-language zh_CN -ts translations/sluice_zh_CN.ts
        COMMAND ${update} -source-language en -target-language en -pluralonly -ts translations/sluice_en.ts)
endif()
