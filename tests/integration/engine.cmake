# The loopback server that integration tests play their faults with, and what else they share.
add_library(sluice_test_support STATIC EXCLUDE_FROM_ALL
    "${CMAKE_SOURCE_DIR}/tests/support/scriptedserver.cpp" "${CMAKE_SOURCE_DIR}/tests/support/scripts.cpp"
    "${CMAKE_SOURCE_DIR}/tests/support/gzip.cpp")
target_link_libraries(sluice_test_support PUBLIC sluice_wire Qt6::Network)
target_compile_definitions(sluice_test_support PRIVATE SLUICE_TEST_DATA="${CMAKE_SOURCE_DIR}/tests/data")

set(engine_libraries sluice_engine sluice::providers sluice::strategies sluice_test_support)
foreach(name managerpool httpstream chatstream streamfaults resume stop networkchange chatengine chatsession sessionbranches sessionhistory
    sessionjournal attachments streampool streamsettings responsereplay enginemetrics)
    sluice_test(tst_${name}.cpp LIBRARIES ${engine_libraries} LABELS integration threads)
endforeach()

# A real keyring on a bus of its own, where there is one to start.
find_program(DBUS_RUN_SESSION dbus-run-session)
find_program(GNOME_KEYRING_DAEMON gnome-keyring-daemon)
find_program(GDBUS gdbus)
if(DBUS_RUN_SESSION AND GNOME_KEYRING_DAEMON AND GDBUS)
    add_executable(tst_systemkeyring tst_systemkeyring.cpp)
    set_target_properties(tst_systemkeyring PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
    target_link_libraries(tst_systemkeyring PRIVATE sluice_store Qt6::Test)
    add_test(NAME tst_systemkeyring
        COMMAND "${CMAKE_SOURCE_DIR}/tests/support/keyringsession.sh" $<TARGET_FILE:tst_systemkeyring>)
    set_tests_properties(tst_systemkeyring PROPERTIES LABELS integration TIMEOUT 60)
endif()

# What is measured, held against a server that notes when it sent what.
sluice_test(tst_streamtimeline.cpp LIBRARIES ${engine_libraries} sluice_origin_servers LABELS integration threads)
target_sources(tst_streamtimeline PRIVATE "${CMAKE_SOURCE_DIR}/tests/support/pacedserver.cpp")
