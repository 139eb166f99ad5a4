foreach(name http bounds streams completions backpressure cache compression pool metrics profiles)
    sluice_test(tst_gateway_${name}.cpp LIBRARIES sluice_gateway sluice::strategies Qt6::Network LABELS integration threads)
    target_sources(tst_gateway_${name} PRIVATE "${CMAKE_SOURCE_DIR}/tests/support/rawclient.cpp")
endforeach()

sluice_test(tst_gateway_load.cpp LIBRARIES sluice_gateway sluice::strategies Qt6::Network LABELS integration slow)
target_sources(tst_gateway_load PRIVATE
    "${CMAKE_SOURCE_DIR}/tests/support/abruptclients.cpp" "${CMAKE_SOURCE_DIR}/tests/support/rawclient.cpp"
    "${CMAKE_SOURCE_DIR}/tests/support/streamcrowd.cpp")

sluice_test(tst_sluicectl_serve.cpp LIBRARIES sluice_options Qt6::Network LABELS integration)
target_sources(tst_sluicectl_serve PRIVATE
    "${CMAKE_SOURCE_DIR}/tests/support/rawclient.cpp" "${CMAKE_SOURCE_DIR}/tests/support/ctlprocess.cpp")
add_dependencies(tst_sluicectl_serve sluicectl)

sluice_test(tst_gateway_shared.cpp LIBRARIES sluice_gateway sluice::strategies Qt6::Network LABELS integration threads)
target_sources(tst_gateway_shared PRIVATE
    "${CMAKE_SOURCE_DIR}/tests/support/rawclient.cpp" "${CMAKE_SOURCE_DIR}/tests/support/redisserver.cpp")

# Skipped where ./dev could not unpack nginx.
sluice_test(tst_gateway_nginx.cpp LIBRARIES sluice_gateway sluice::strategies Qt6::Network LABELS integration)
target_sources(tst_gateway_nginx PRIVATE
    "${CMAKE_SOURCE_DIR}/tests/support/rawclient.cpp" "${CMAKE_SOURCE_DIR}/tests/support/nginxserver.cpp")
target_compile_definitions(tst_gateway_nginx PRIVATE SLUICE_NGINX_SITE="${CMAKE_SOURCE_DIR}/packaging/nginx/sluice.conf")

# With a server behind the gateway.
foreach(name upstream relay serverfigures)
    sluice_test(tst_gateway_${name}.cpp
        LIBRARIES sluice_gateway sluice::providers sluice::strategies sluice_test_support LABELS integration threads)
    target_sources(tst_gateway_${name} PRIVATE "${CMAKE_SOURCE_DIR}/tests/support/rawclient.cpp")
endforeach()

# The official client of npm; skipped where there is none. Not in packages-test.txt: Debian's npm is 350 packages.
sluice_test(tst_openaiclient.cpp
    LIBRARIES sluice_gateway sluice::providers sluice::strategies sluice_test_support LABELS integration slow)
target_sources(tst_openaiclient PRIVATE "${CMAKE_SOURCE_DIR}/tests/support/rawclient.cpp")
target_compile_definitions(tst_openaiclient PRIVATE
    SLUICE_OPENAI_CLIENT="${CMAKE_CURRENT_SOURCE_DIR}/openai-client"
    SLUICE_OPENAI_CLIENT_BUILD="${CMAKE_BINARY_DIR}/openai-client")
