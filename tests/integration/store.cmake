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
