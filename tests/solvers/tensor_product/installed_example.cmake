# Installs the library to a fresh place, builds the example project against it there and runs it.
# Run with -DBUILD=<build folder> -DEXAMPLE=<folder of the example> -DWORK=<scratch folder>.
function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE code OUTPUT_VARIABLE text ERROR_VARIABLE text)
  if(NOT code EQUAL 0)
    message(FATAL_ERROR "${ARGN}\n${text}")
  endif()
  set(output "${text}" PARENT_SCOPE)
endfunction()

function(expect part)
  if(NOT output MATCHES "${part}")
    message(FATAL_ERROR "expected \"${part}\" in\n${output}")
  endif()
endfunction()

file(REMOVE_RECURSE ${WORK})
run(${CMAKE_COMMAND} --install ${BUILD} --component tensor_product --prefix ${WORK}/prefix)
run(${CMAKE_COMMAND} -S ${EXAMPLE} -B ${WORK}/build -DCMAKE_PREFIX_PATH=${WORK}/prefix
    -DCMAKE_BUILD_TYPE=Release)
run(${CMAKE_COMMAND} --build ${WORK}/build)
run(${WORK}/build/product)
expect("output 1x0e \\+ 1x1o \\+ 1x2e")
expect("mean of channel 0: 0.333333333333")
expect("mean of channel 2: 3.000000000000")
run(${WORK}/build/product_in_c)
# (1, 2, 3) x (4, 5, -1)
expect("-17.000000000000 13.000000000000 -3.000000000000")
