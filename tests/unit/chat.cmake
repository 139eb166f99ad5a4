sluice_test(tst_jsonreader.cpp LIBRARIES sluice_chat)
sluice_test(tst_utf16joiner.cpp LIBRARIES sluice_chat)
sluice_test(tst_errorbody.cpp LIBRARIES sluice_chat)
sluice_test(tst_messagetree.cpp LIBRARIES sluice_chat)
sluice_test(tst_messagepages.cpp LIBRARIES sluice_chat)
sluice_test(tst_prefixecho.cpp LIBRARIES sluice_chat)
sluice_test(tst_restartedtext.cpp LIBRARIES sluice_chat)
sluice_test(tst_answerjoiner.cpp LIBRARIES sluice_chat)
sluice_test(tst_requestcontext.cpp LIBRARIES sluice_chat)
sluice_test(tst_provider.cpp LIBRARIES sluice::providers)
sluice_test(tst_attachmentrules.cpp LIBRARIES sluice_chat)
sluice_test(tst_attachmentforms.cpp LIBRARIES sluice::providers)

# Every provider plays its transcripts of tests/data.
add_library(sluice_test_transcripts STATIC EXCLUDE_FROM_ALL
    "${CMAKE_SOURCE_DIR}/tests/support/transcripts.cpp" "${CMAKE_SOURCE_DIR}/tests/support/transcripttest.cpp"
    "${CMAKE_SOURCE_DIR}/tests/support/transcripttest.h")
set_target_properties(sluice_test_transcripts PROPERTIES AUTOMOC ON)
target_link_libraries(sluice_test_transcripts PUBLIC sluice_chat Qt6::Test)
target_compile_definitions(sluice_test_transcripts PRIVATE SLUICE_TEST_DATA="${CMAKE_SOURCE_DIR}/tests/data")
foreach(name openai responses anthropic sluice)
    sluice_test(tst_${name}.cpp LIBRARIES sluice_test_transcripts sluice::providers)
endforeach()
sluice_test(tst_recordedanswer.cpp LIBRARIES sluice_chat)
