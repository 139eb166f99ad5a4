sluice_test(tst_historystore.cpp LIBRARIES sluice_store LABELS integration threads)
target_sources(tst_historystore PRIVATE "${CMAKE_SOURCE_DIR}/tests/support/faultyvfs.cpp")

# Killed 200 times while it writes: half a minute.
add_executable(historychild historychild.cpp)
set_target_properties(historychild PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
target_link_libraries(historychild PRIVATE sluice_store)
sluice_test(tst_historykill.cpp LIBRARIES sluice_store LABELS integration slow)
target_compile_definitions(tst_historykill PRIVATE SLUICE_HISTORY_CHILD="$<TARGET_FILE:historychild>")
add_dependencies(tst_historykill historychild)
sluice_test(tst_historydisk.cpp LIBRARIES sluice_store LABELS integration threads)

# The whole program, driven by lines: killed while it streams.
add_executable(windowchild "${CMAKE_SOURCE_DIR}/app/sluice.cpp" windowdriver.cpp)
set_target_properties(windowchild PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
target_link_libraries(windowchild PRIVATE sluice_start sluice::core)
foreach(name windowkill windowdisk)
    sluice_test(tst_${name}.cpp LIBRARIES sluice_store sluice_origin_servers sluice::strategies LABELS integration slow)
    target_sources(tst_${name} PRIVATE
        "${CMAKE_SOURCE_DIR}/tests/support/pacedserver.cpp" "${CMAKE_SOURCE_DIR}/tests/support/windowprogram.cpp")
    target_compile_definitions(tst_${name} PRIVATE SLUICE_WINDOW_CHILD="$<TARGET_FILE:windowchild>")
    add_dependencies(tst_${name} windowchild)
endforeach()
# What a kill may lose is a time: beside other tests it would be theirs, too.
set_tests_properties(tst_windowkill PROPERTIES RUN_SERIAL TRUE)
