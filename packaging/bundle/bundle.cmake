# cmake -DROOT=DIR -DQT_PLUGINS=DIR -DQT_TRANSLATIONS=DIR -P bundle.cmake
# Makes what was installed into ROOT (bin, share) a folder that runs by itself wherever it lies: libraries, plugins, fonts,
# certificates, and the launchers at its top. Left to the machine are the C library and its loader.
cmake_minimum_required(VERSION 3.25)
find_program(PATCHELF patchelf REQUIRED)
set(programs "${ROOT}/bin/sluice" "${ROOT}/bin/sluicectl")

# What is opened by name at run time, and so named by hand. Formats of images that nothing asks for stay out.
set(plugins
    platforms/libqxcb.so platforms/libqoffscreen.so platforms/libqwayland-generic.so
    wayland-shell-integration/libxdg-shell.so wayland-decoration-client/libbradient.so
    xcbglintegrations/libqxcb-glx-integration.so
    platforminputcontexts/libcomposeplatforminputcontextplugin.so platforminputcontexts/libibusplatforminputcontextplugin.so
    tls/libqopensslbackend.so networkinformation/libqnetworkmanager.so
    imageformats/libqjpeg.so imageformats/libqgif.so imageformats/libqsvg.so iconengines/libqsvgicon.so)
foreach(plugin IN LISTS plugins)
    if(NOT EXISTS "${QT_PLUGINS}/${plugin}")
        message(FATAL_ERROR "There is no plugin ${plugin}: is its package installed?")
    endif()
    get_filename_component(folder "${plugin}" DIRECTORY)
    file(INSTALL "${QT_PLUGINS}/${plugin}" DESTINATION "${ROOT}/plugins/${folder}")
    list(APPEND modules "${QT_PLUGINS}/${plugin}")
endforeach()

get_filename_component(libraries "${QT_PLUGINS}/../.." REALPATH)
set(openssl "${libraries}/libssl.so.3" "${libraries}/libcrypto.so.3") # opened by Qt's TLS plugin
file(GET_RUNTIME_DEPENDENCIES EXECUTABLES ${programs} MODULES ${modules} ${openssl}
    RESOLVED_DEPENDENCIES_VAR found UNRESOLVED_DEPENDENCIES_VAR missing
    PRE_EXCLUDE_REGEXES "ld-linux.*" "^lib(c|m|dl|pthread|rt|resolv|nsl|util|anl)\\.so.*")
if(missing)
    message(FATAL_ERROR "Not found: ${missing}")
endif()
file(INSTALL ${found} ${openssl} DESTINATION "${ROOT}/lib" FOLLOW_SYMLINK_CHAIN)
file(GLOB icu_data "${ROOT}/lib/libicudata.so.*.*")
execute_process(COMMAND "${CMAKE_CURRENT_LIST_DIR}/shrink-icu.sh" ${icu_data} COMMAND_ERROR_IS_FATAL ANY)
# Qt looks for these names first; without them the machine's OpenSSL would win.
file(CREATE_LINK libssl.so.3 "${ROOT}/lib/libssl.so" SYMBOLIC)
file(CREATE_LINK libcrypto.so.3 "${ROOT}/lib/libcrypto.so" SYMBOLIC)

function(set_path file path)
    execute_process(COMMAND "${PATCHELF}" --set-rpath "${path}" "${file}" COMMAND_ERROR_IS_FATAL ANY)
endfunction()
foreach(program IN LISTS programs)
    set_path("${program}" "\$ORIGIN/../lib")
endforeach()
file(GLOB shared "${ROOT}/lib/*.so*")
foreach(library IN LISTS shared)
    if(NOT IS_SYMLINK "${library}")
        set_path("${library}" "\$ORIGIN")
    endif()
endforeach()
foreach(plugin IN LISTS plugins)
    set_path("${ROOT}/plugins/${plugin}" "\$ORIGIN/../../lib")
endforeach()
file(WRITE "${ROOT}/bin/qt.conf" "[Paths]\nPrefix = ..\nPlugins = plugins\nTranslations = translations\n")
# The texts of Qt's own dialogs and menus, in the languages that Sluice speaks.
file(INSTALL "${QT_TRANSLATIONS}/qtbase_zh_CN.qm" DESTINATION "${ROOT}/translations")

file(INSTALL /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf /usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf
    /usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf /usr/share/fonts/truetype/wqy/wqy-microhei.ttc # Chinese, 5 MB
    DESTINATION "${ROOT}/share/fonts")
file(INSTALL /usr/share/source-highlight DESTINATION "${ROOT}/share" PATTERN "*.css" EXCLUDE PATTERN "*.html" EXCLUDE)
file(INSTALL /etc/ssl/certs/ca-certificates.crt DESTINATION "${ROOT}/share")
file(INSTALL "${CMAKE_CURRENT_LIST_DIR}/launch.sh" DESTINATION "${ROOT}" USE_SOURCE_PERMISSIONS RENAME sluice)
file(CREATE_LINK sluice "${ROOT}/sluicectl" SYMBOLIC)

# The licences of what is carried along.
file(MAKE_DIRECTORY "${ROOT}/share/licenses")
set(fonts_and_texts /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf /usr/share/fonts/truetype/wqy/wqy-microhei.ttc
    "${QT_TRANSLATIONS}/qtbase_zh_CN.qm")
foreach(file IN LISTS found openssl fonts_and_texts)
    file(REAL_PATH "${file}" real)
    execute_process(COMMAND dpkg-query -S "${real}" OUTPUT_VARIABLE owner ERROR_QUIET RESULT_VARIABLE failed)
    if(failed)
        string(REGEX REPLACE "^/usr" "" real "${real}") # a merged /usr: dpkg knows it by its old name
        execute_process(COMMAND dpkg-query -S "${real}" OUTPUT_VARIABLE owner ERROR_QUIET)
    endif()
    string(REGEX REPLACE "[:,].*" "" package "${owner}")
    if(package AND EXISTS "/usr/share/doc/${package}/copyright")
        execute_process(COMMAND gzip -9nc "/usr/share/doc/${package}/copyright" OUTPUT_FILE "${ROOT}/share/licenses/${package}.gz")
    endif()
endforeach()
